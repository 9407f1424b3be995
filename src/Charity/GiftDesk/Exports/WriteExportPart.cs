using System.IO.Compression;
using Charity.Data;
using Charity.Data.Audit;
using Charity.Data.Work;
using Microsoft.EntityFrameworkCore;

namespace Charity.GiftDesk;

/// <summary>
/// Writes one part of an export: reads the next gifts, adds their lines, and saves them in one commit with how far it came
/// and the message for the part after. A process that ends anywhere leaves whole parts and one message; a part that is
/// asked for twice finds itself written. Memory holds one part, however many gifts there are.
/// </summary>
public sealed class WriteExportPart(CharityDb db, GiftList list, ExportSheet sheet, Outbox outbox, AuditLog audit, TimeProvider time)
    : MessageHandler<WriteExport>
{
    public const string ReadyAction = "gift.export-ready";

    /// <summary>Gifts in one part: well under a second of work, and half a megabyte of text.</summary>
    internal const int RowsInAPart = 2_000;

    /// <summary>Each export by itself: its row tells how far it came.</summary>
    public override int BatchSize => 1;

    public override async Task ApplyAsync(WorkItem<WriteExport, Nothing> item, CancellationToken cancel)
    {
        var export = await db.GiftExports.SingleOrDefaultAsync(e => e.Id == item.Message.ExportId, cancel);
        if (export is not { State: ExportState.Writing } || export.Parts != item.Message.Part - 1)
        {
            return;
        }

        var gifts = await list.AfterAsync(GiftFilter.Parse(export.Filter), export.Through, export.CreatedAt, RowsInAPart, cancel);
        var bytes = await sheet.WriteAsync(export, gifts, item.Message.Part == 1, cancel);
        db.GiftExportParts.Add(new GiftExportPart { ExportId = export.Id, Number = item.Message.Part, Content = Compress(bytes) });
        export.Add(gifts.Count, bytes.Length, gifts.Count > 0 ? gifts[^1] : null);
        if (gifts.Count == RowsInAPart)
        {
            outbox.Add(new WriteExport(export.Id, item.Message.Part + 1));
            return;
        }

        export.Finish(time.GetUtcNow().UtcDateTime);
        audit.Add(
            Actor.Staff(export.UserId, export.UserName), ReadyAction, RequestExport.Subject, export.Id,
            after: new { filter = export.Filter, rows = export.Rows });
    }

    private static byte[] Compress(byte[] bytes)
    {
        using var into = new MemoryStream();
        using (var gzip = new GZipStream(into, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return into.ToArray();
    }
}
