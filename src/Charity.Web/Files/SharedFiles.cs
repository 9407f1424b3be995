using System.Collections.Concurrent;
using Charity.Data;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Files;

/// <summary>
/// The bytes of public files that are on their way to readers. A picture may be ten megabytes, and a thousand readers of
/// a shared campaign may take it slowly: all of them are sent the same array, which goes when the last one has it.
/// </summary>
public sealed class SharedFiles(IDbContextFactory<CharityDb> contexts) : IDisposable
{
    /// <summary>Files read from the database at once, by the first digit of their hash: none is read twice side by side.</summary>
    private const int Gates = 16;

    // One entry for each file that exists; an entry holds no bytes by itself.
    private readonly ConcurrentDictionary<string, WeakReference<byte[]>> _known = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim[] _gates = [.. Enumerable.Range(0, Gates).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>The whole file.</summary>
    /// <param name="sha256">In lower-case hex, of a file that exists.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async Task<byte[]> ReadAsync(string sha256, CancellationToken cancel)
    {
        if (Find(sha256) is { } shared)
        {
            return shared;
        }

        var gate = _gates[Convert.ToInt32(sha256[..1], Gates)];
        await gate.WaitAsync(cancel);
        try
        {
            if (Find(sha256) is { } readMeanwhile)
            {
                return readMeanwhile;
            }

            await using var db = await contexts.CreateDbContextAsync(cancel);
            var content = await db.Files.AsNoTracking().Where(f => f.Sha256 == sha256).Select(f => f.Content).SingleAsync(cancel);
            _known[sha256] = new(content);
            return content;
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => Array.ForEach(_gates, gate => gate.Dispose());

    private byte[]? Find(string sha256) => _known.TryGetValue(sha256, out var entry) && entry.TryGetTarget(out var content) ? content : null;
}
