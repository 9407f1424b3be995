using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using System.IO.Compression;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Charity.Web.Hosting;

/// <summary>
/// Holds public pages whole, headers and bytes, for the seconds that their <see cref="PublicCachedAttribute"/> says.
/// A hit is answered before anything else of the pipeline runs, not even routing; a miss is made once, however many
/// readers come at that moment. The key is the path alone, which holds the language: query, cookies and host neither
/// change such a page nor fill the cache, and neither does an address spelt otherwise than our links spell it.
/// </summary>
public sealed class PageCache
{
    /// <summary>Bytes of all entries together; beyond it nothing more is kept until entries lapse.</summary>
    private const long MaxBytes = 64 * 1024 * 1024;

    /// <summary>Entries; a site has a few pages for each campaign and language.</summary>
    private const int MaxEntries = 4096;

    /// <summary>Locks against making the same page twice at once, shared by paths of the same hash.</summary>
    private const int Gates = 64;

    /// <summary>Bytes beneath which packing saves nothing.</summary>
    private const int LeastPacked = 1024;

    /// <summary>Headers that differ from reader to reader.</summary>
    private static readonly FrozenSet<string> OfOneAnswer =
        new[] { HeaderNames.Date, HeaderNames.ContentLength, HeaderNames.ContentEncoding }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly string[] Ages = [.. Enumerable.Range(0, 120).Select(age => age.ToString(CultureInfo.InvariantCulture))];

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim[] _gates = [.. Enumerable.Range(0, Gates).Select(_ => new SemaphoreSlim(1, 1))];
    private long _bytes;

    /// <summary>How often everything was forgotten: a page begun before may show what is gone since.</summary>
    private long _cleared;

    /// <summary>
    /// Forgets every page: what staff just changed or took down must show at the next look. A page that is being made at
    /// this moment goes to those who wait for it and is not kept. Other processes follow within the pages' seconds.
    /// </summary>
    public void Clear()
    {
        Interlocked.Increment(ref _cleared);
        Drop(static _ => true);
    }

    /// <summary>Answers what is held. Stands at the very front.</summary>
    internal Task AnswerAsync(HttpContext http, RequestDelegate next) =>
        HttpMethods.IsGet(http.Request.Method) && Find(http.Request.Path.Value) is { } entry ? WriteAsync(http, entry) : next(http);

    /// <summary>Keeps what a cached endpoint answers. Stands right after routing, so that all headers are in the entry.</summary>
    internal Task FillAsync(HttpContext http, RequestDelegate next) =>
        HttpMethods.IsGet(http.Request.Method) && http.GetEndpoint()?.Metadata.GetMetadata<PublicCachedAttribute>() is { } how
        && http.Request.Path.Value is { } path && IsOurSpelling(path)
            ? MakeOnceAsync(http, path, how, next)
            : next(http);

    /// <summary>Routing knows no letter case and no last slash; one page under many spellings would fill the cache.</summary>
    private static bool IsOurSpelling(string path) => !path.EndsWith('/') && !path.AsSpan().ContainsAnyInRange('A', 'Z');

    private async Task MakeOnceAsync(HttpContext http, string path, PublicCachedAttribute how, RequestDelegate next)
    {
        var gate = _gates[(int)((uint)path.GetHashCode(StringComparison.Ordinal) % Gates)];
        byte[]? made = null;
        await gate.WaitAsync(http.RequestAborted);
        Entry? held;
        try
        {
            // Whoever came first may have made it by now.
            held = Find(path);
            if (held is null)
            {
                var before = Interlocked.Read(ref _cleared);
                (made, var entry) = await StartAsync(http, await MakeAsync(http, next), how);
                if (entry is not null)
                {
                    Keep(path, entry);
                    if (before != Interlocked.Read(ref _cleared))
                    {
                        // After keeping, not before: whoever clears in between would miss it.
                        Drop(kept => ReferenceEquals(kept, entry));
                    }
                }
            }
        }
        finally
        {
            gate.Release();
        }

        // Outside the gate: a reader who takes the answer slowly, or not at all, holds up nobody else.
        if (held is not null)
        {
            await WriteAsync(http, held);
        }
        else if (made is { Length: > 0 })
        {
            await http.Response.BodyWriter.WriteAsync(made, http.RequestAborted);
        }
    }

    /// <summary>Runs the page into memory.</summary>
    private static async Task<byte[]> MakeAsync(HttpContext http, RequestDelegate next)
    {
        var outer = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        using var buffer = new MemoryStream();
        var inner = new StreamResponseBodyFeature(buffer);
        http.Features.Set<IHttpResponseBodyFeature>(inner);
        try
        {
            await next(http);
            await inner.Writer.FlushAsync(http.RequestAborted);
        }
        finally
        {
            http.Features.Set(outer);
        }

        return buffer.ToArray();
    }

    /// <summary>Begins the answer with its headers. Gives the bytes to send and the entry; no entry for what may not be kept.</summary>
    private static async Task<(byte[] Sent, Entry? Entry)> StartAsync(HttpContext http, byte[] bytes, PublicCachedAttribute how)
    {
        var response = http.Response;
        if (response.StatusCode != StatusCodes.Status200OK)
        {
            // An empty refusal goes on to the error pages, which look whether the answer has begun.
            return (bytes, null);
        }

        var madeAt = TimeProvider.System.GetTimestamp();
        var packed = bytes.Length > LeastPacked && IsText(response.ContentType) ? Brotli.Pack(bytes, CompressionLevel.Optimal) : null;
        if (packed is not null)
        {
            response.Headers.AppendCommaSeparatedValues(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        }

        var sent = Choose(http, bytes, packed);
        await response.StartAsync(http.RequestAborted);
        // Read only now, since a cookie may be added in the moment in which the answer begins.
        return (sent, StringValues.IsNullOrEmpty(response.Headers.SetCookie)
            ? new Entry([.. response.Headers.Where(h => !OfOneAnswer.Contains(h.Key))], bytes, packed, madeAt, TimeSpan.FromSeconds(how.Seconds))
            : null);
    }

    /// <summary>The bytes that this reader takes, with the headers that tell which.</summary>
    private static byte[] Choose(HttpContext http, byte[] body, byte[]? packed)
    {
        var chosen = packed is not null && Brotli.IsTakenBy(http.Request.Headers.AcceptEncoding.ToString()) ? packed : body;
        http.Response.ContentLength = chosen.Length;
        if (chosen == packed)
        {
            http.Response.Headers.ContentEncoding = Brotli.Encoding;
        }

        return chosen;
    }

    private static bool IsText(string? type) => type is not null
        && (type.StartsWith("text/", StringComparison.Ordinal) || type.StartsWith("image/svg", StringComparison.Ordinal) || type.StartsWith("application/xml", StringComparison.Ordinal));

    private static Task WriteAsync(HttpContext http, Entry entry)
    {
        var headers = http.Response.Headers;
        foreach (var (name, value) in entry.Headers)
        {
            headers[name] = value;
        }

        var age = (int)TimeProvider.System.GetElapsedTime(entry.MadeAt).TotalSeconds;
        headers.Age = Ages[Math.Clamp(age, 0, Ages.Length - 1)];
        var writing = http.Response.BodyWriter.WriteAsync(Choose(http, entry.Body, entry.Packed), http.RequestAborted);
        if (!writing.IsCompletedSuccessfully)
        {
            return writing.AsTask();
        }

        // A pooled result must be taken even where nobody wants it.
        writing.GetAwaiter().GetResult();
        return Task.CompletedTask;
    }

    private Entry? Find(string? path) =>
        path is not null && _entries.TryGetValue(path, out var entry) && TimeProvider.System.GetElapsedTime(entry.MadeAt) < entry.For ? entry : null;

    private void Keep(string path, Entry entry)
    {
        if (_entries.Count >= MaxEntries || Interlocked.Read(ref _bytes) + entry.Size > MaxBytes)
        {
            DropLapsed();
            if (_entries.Count >= MaxEntries || Interlocked.Read(ref _bytes) + entry.Size > MaxBytes)
            {
                return;
            }
        }

        Interlocked.Add(ref _bytes, entry.Size);
        var before = 0;
        _entries.AddOrUpdate(path, entry, (_, old) =>
        {
            before = old.Size;
            return entry;
        });
        Interlocked.Add(ref _bytes, -before);
    }

    private void DropLapsed() => Drop(static entry => TimeProvider.System.GetElapsedTime(entry.MadeAt) >= entry.For);

    private void Drop(Func<Entry, bool> which)
    {
        foreach (var (path, entry) in _entries)
        {
            if (which(entry) && _entries.TryRemove(new(path, entry)))
            {
                Interlocked.Add(ref _bytes, -entry.Size);
            }
        }
    }

    private sealed record Entry(KeyValuePair<string, StringValues>[] Headers, byte[] Body, byte[]? Packed, long MadeAt, TimeSpan For)
    {
        public int Size => Body.Length + (Packed?.Length ?? 0);
    }
}
