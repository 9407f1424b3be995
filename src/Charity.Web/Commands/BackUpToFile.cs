using System.Data.Common;
using System.Globalization;
using Charity.Operations;

namespace Charity.Web.Commands;

/// <summary><c>charity backup FILE</c>: safe beside a running application.</summary>
internal sealed class BackUpToFile(IServiceProvider services, TextWriter output)
{
    public async Task<int> RunAsync(string file, CancellationToken cancel)
    {
        var path = Path.GetFullPath(file);
        try
        {
            var manifest = await services.GetRequiredService<BackUp>().RunAsync(path, cancel);
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"""
                 {path}: the database as of {manifest.MadeAt:yyyy-MM-dd HH:mm:ss} UTC{(manifest.Bytes is { } bytes ? $", {bytes:N0} bytes, SHA-256 {manifest.Sha256}" : "")}.
                 {BackUpManifest.PathOf(path)}: its manifest. Keep both together, on another machine.
                 The keys in the settings (Tokens__Key, Encryption__Key) are not in it: keep them apart from it, in two places.
                 """));
            return AdminCommands.Done;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or DbException)
        {
            await output.WriteLineAsync($"No back-up was made: {error.Message}");
            return AdminCommands.Refused;
        }
    }
}
