using Charity.Data;
using Charity.Data.Audit;
using Microsoft.EntityFrameworkCore;

namespace Charity.Operations;

/// <summary>
/// Writes a copy of the database and its manifest while the application runs. The keys that the settings hold
/// (<c>Tokens__Key</c>, <c>Encryption__Key</c>) are not in it: whoever steals a copy reads no tax number.
/// </summary>
public sealed class BackUp(IDatabaseEngine engine, IDbContextFactory<CharityDb> contexts, TimeProvider time)
{
    /// <summary>What the audit's lines of back-ups are about.</summary>
    internal const string AuditSubject = "operations:back-up";

    /// <param name="file">Full path of a file that is not there yet.</param>
    /// <param name="cancel">Ends the work; without a manifest, what is there is no back-up.</param>
    /// <exception cref="IOException">The file is there already, or cannot be written.</exception>
    public async Task<BackUpManifest> RunAsync(string file, CancellationToken cancel)
    {
        if (File.Exists(file) || File.Exists(BackUpManifest.PathOf(file)))
        {
            throw new IOException($"{file} or its manifest is there already: a back-up never overwrites another.");
        }

        await using var db = await contexts.CreateDbContextAsync(cancel);
        var migration = (await db.Database.GetAppliedMigrationsAsync(cancel)).LastOrDefault() ?? "";
        // Before the copy begins: what is committed later may or may not be in it.
        var madeAt = time.GetUtcNow().UtcDateTime;
        await engine.BackUpAsync(file, cancel);
        var manifest = new BackUpManifest(madeAt, engine.Name, ProgramVersion(), migration, null, null);
        if (File.Exists(file))
        {
            try
            {
                var (bytes, sha256) = await BackUpManifest.MeasureAsync(file, cancel);
                manifest = manifest with { Bytes = bytes, Sha256 = sha256 };
            }
            catch (UnauthorizedAccessException)
            {
                // A database server's file on a shared disk, which only that server may read: it checks it itself.
            }
        }

        await manifest.WriteAsync(file, cancel);
        // In the database itself and not in the copy: so that the set-up page can say when the last one was made.
        new AuditLog(db, time).Add(Actor.Program("backup"), "operations.back-up", "operations", "back-up", after: new { file = Path.GetFileName(file), manifest.Bytes });
        await db.SaveChangesAsync(cancel);
        return manifest;
    }

    private static string ProgramVersion() => ReadStorage.Version;
}
