using System.IO.Compression;
using System.Runtime.CompilerServices;
using Charity.Data;
using Charity.Data.Audit;
using Microsoft.EntityFrameworkCore;

namespace Charity.GiftDesk;

/// <summary>A file that may be sent now.</summary>
/// <param name="Bytes">Its length.</param>
public sealed record ExportFile(Guid Id, int Parts, long Bytes, DateTime CreatedAt);

/// <summary>Opens an export for the one who asked for it, while it is kept, and writes down that it was fetched.</summary>
public sealed class FetchExport(CharityDb db, AuditLog audit, TimeProvider time)
{
    public const string Action = "gift.export-fetch";

    public sealed record Input(Guid ExportId, Guid UserId, Actor By);

    /// <summary>Null when there is none, it is not ready, its time is over, or somebody else asked for it.</summary>
    public async Task<ExportFile?> RunAsync(Input input, CancellationToken cancel)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var export = await db.GiftExports.SingleOrDefaultAsync(e => e.Id == input.ExportId && e.UserId == input.UserId, cancel);
        if (export is not { State: ExportState.Ready } || export.DeletedFrom <= now)
        {
            return null;
        }

        export.RecordFetch(now);
        audit.Add(input.By, Action, RequestExport.Subject, export.Id, after: new { rows = export.Rows });
        await db.SaveChangesAsync(cancel);
        return new(export.Id, export.Parts, export.Bytes, export.CreatedAt);
    }
}

/// <summary>Reads the bytes of an export, part by part.</summary>
public sealed class ReadExport(IDbContextFactory<CharityDb> contexts)
{
    /// <exception cref="InvalidOperationException">A part was deleted meanwhile: the file cannot be sent whole.</exception>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> PartsAsync(ExportFile file, [EnumeratorCancellation] CancellationToken cancel)
    {
        for (var number = 1; number <= file.Parts; number++)
        {
            byte[]? content;
            await using (var db = await contexts.CreateDbContextAsync(cancel))
            {
                content = await db.GiftExportParts.AsNoTracking().Where(p => p.ExportId == file.Id && p.Number == number)
                    .Select(p => p.Content).SingleOrDefaultAsync(cancel);
            }

            if (content is null)
            {
                throw new InvalidOperationException($"Part {number} of export {file.Id} was deleted while it was read.");
            }

            using var gzip = new GZipStream(new MemoryStream(content), CompressionMode.Decompress);
            using var bytes = new MemoryStream();
            await gzip.CopyToAsync(bytes, cancel);
            yield return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
        }
    }
}
