using System.Text.Json;
using Charity.Data;

namespace Charity.Operations;

/// <param name="Manifest">Null when a fault was found.</param>
/// <param name="Fault">What is wrong with the copy, a sentence.</param>
public sealed record BackUpVerdict(BackUpManifest? Manifest, string? Fault);

/// <summary>Says whether a copy is whole and fits this program, before anything is put in its place.</summary>
public sealed class CheckBackUp(IDatabaseEngine engine)
{
    public async Task<BackUpVerdict> RunAsync(string file, CancellationToken cancel)
    {
        BackUpManifest manifest;
        try
        {
            manifest = await BackUpManifest.ReadAsync(file, cancel);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            return new(null, $"{BackUpManifest.PathOf(file)} cannot be read: without its manifest a copy is not known to be whole.");
        }

        if (manifest.Engine != engine.Name)
        {
            return new(null, $"The copy was made from {manifest.Engine}, and this installation runs on {engine.Name}.");
        }

        if (manifest.Sha256 is null)
        {
            // It stands on the database server's disk; the server checks it while reading it back.
            return new(manifest, null);
        }

        if (!File.Exists(file))
        {
            return new(null, $"{file} is not there.");
        }

        var (bytes, sha256) = await BackUpManifest.MeasureAsync(file, cancel);
        return bytes == manifest.Bytes && sha256 == manifest.Sha256
            ? new(manifest, null)
            : new(null, $"{file} is not what its manifest describes: it was cut off or changed. Take another copy.");
    }
}
