using Charity.Data;
using Charity.Data.Audit;
using Charity.Data.Work;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;

namespace Charity.GiftDesk;

public enum RequestExportResult
{
    Requested,

    /// <summary>The filter is too long to keep with the file.</summary>
    FilterTooLong,

    /// <summary>So many of one's files are being written, or were asked for today, that it looks like a mistake.</summary>
    TooMany,
}

public sealed record RequestExportOutcome(RequestExportResult Result, Guid? ExportId = null);

/// <summary>Asks for the gifts of a filter as a file. The relay writes it; who asked fetches it.</summary>
public sealed class RequestExport(CharityDb db, GiftList list, Outbox outbox, AuditLog audit, Ids ids, TimeProvider time)
{
    public const string Action = "gift.export";

    /// <summary>Kind of subject in the audit: the id behind it is the export's.</summary>
    public const string Subject = "gift-export";

    private const int MostAtOnce = 3;
    private const int MostInADay = 30;

    /// <param name="ForPrograms">Heads and states by names that never change, in place of the reader's language.</param>
    public sealed record Input(Guid UserId, GiftFilter Filter, Language Language, bool ForPrograms, Actor By);

    public async Task<RequestExportOutcome> RunAsync(Input input, CancellationToken cancel)
    {
        var filter = input.Filter.ToAddress();
        if (filter.Length > GiftFilter.MaxAddress)
        {
            return new(RequestExportResult.FilterTooLong);
        }

        var now = time.GetUtcNow().UtcDateTime;
        var dayAgo = now.AddDays(-1);
        var own = db.GiftExports.Where(e => e.UserId == input.UserId);
        if (await own.CountAsync(e => e.State == ExportState.Writing, cancel) >= MostAtOnce
            || await own.CountAsync(e => e.CreatedAt > dayAgo, cancel) >= MostInADay)
        {
            return new(RequestExportResult.TooMany);
        }

        var export = new GiftExport
        {
            Id = ids.New(),
            UserId = input.UserId,
            UserName = input.By.Name,
            Filter = filter,
            Language = input.Language.Code,
            ForPrograms = input.ForPrograms,
            CreatedAt = now,
            Expected = (await list.ReadAsync(input.Filter, new GiftPageAsked(), cancel)).Count,
        };
        db.GiftExports.Add(export);
        outbox.Add(new WriteExport(export.Id, 1));
        audit.Add(input.By, Action, Subject, export.Id, after: new { filter, gifts = export.Expected });
        await db.SaveChangesAsync(cancel);
        return new(RequestExportResult.Requested, export.Id);
    }
}

/// <summary>Write the next part of an export. Each part asks for the one after it.</summary>
public sealed record WriteExport(Guid ExportId, int Part) : IMessage
{
    public static string Kind => "gift.export.v1";

    string IMessage.Subject => ExportId.ToString("N");

    string IMessage.Discriminator => Part.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
