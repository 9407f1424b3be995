using System.Security.Cryptography;
using System.Text.Json;

namespace Charity.Operations;

/// <summary>
/// What stands beside a back-up, as <c>FILE.manifest.json</c>. It is written last, so that a back-up that has one is whole.
/// </summary>
/// <param name="MadeAt">UTC; everything committed before is in the copy.</param>
/// <param name="Engine">Name of the database engine; a copy goes back into the same one only.</param>
/// <param name="Program">Version of the program that made it.</param>
/// <param name="LastMigration">The database's version.</param>
/// <param name="Bytes">Size of the copy, or null when it stands on a database server's own disk.</param>
/// <param name="Sha256">Hex of the copy's SHA-256, or null as above.</param>
public sealed record BackUpManifest(DateTime MadeAt, string Engine, string Program, string LastMigration, long? Bytes, string? Sha256)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
    };

    /// <summary>Where the manifest of a copy stands.</summary>
    public static string PathOf(string copy) => copy + ".manifest.json";

    internal static async Task<BackUpManifest> ReadAsync(string copy, CancellationToken cancel)
        => JsonSerializer.Deserialize<BackUpManifest>(await File.ReadAllTextAsync(PathOf(copy), cancel), Format)
           ?? throw new JsonException("The manifest is empty.");

    internal async Task WriteAsync(string copy, CancellationToken cancel)
    {
        var draft = PathOf(copy) + ".part";
        await using (var stream = new FileStream(draft, FileMode.Create, FileAccess.Write))
        {
            await JsonSerializer.SerializeAsync(stream, this, Format, cancel);
            stream.Flush(flushToDisk: true);
        }

        File.Move(draft, PathOf(copy), overwrite: true);
    }

    internal static async Task<(long Bytes, string Sha256)> MeasureAsync(string copy, CancellationToken cancel)
    {
        await using var stream = File.OpenRead(copy);
        return (stream.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancel)));
    }
}
