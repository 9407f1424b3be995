using System.Text.Json;
using Charity.Data;
using Charity.Data.Work;
using Charity.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.Staff.Work;

/// <summary>Which work a list shows. The names stand in addresses.</summary>
public enum WorkView
{
    /// <summary>Waits for a person.</summary>
    Parked,

    /// <summary>Failed or was put off, and is tried again by itself.</summary>
    Later,

    /// <summary>Set aside: nothing is done about it.</summary>
    Aside,
}

/// <summary>A row of failed work as the pages show it.</summary>
/// <param name="About">Its subject, or the provider's object.</param>
/// <param name="Gift">The gift that it is about, where that is known.</param>
/// <param name="Letter">The mail that it is about, in its kind's name.</param>
public sealed record FailedRow(
    WorkTable Table, long Id, string Kind, string About, int Attempts, DateTime CreatedAt, DateTime DueAt, string? Error, string? Note,
    string? Payload, Guid? Gift = null, string? Letter = null)
{
    /// <summary>Table and id in one, as in the row's address.</summary>
    public string Key => FailedWork.SubjectOf(Table, Id);

    /// <summary>Facts of the message in the order in which they stand there.</summary>
    public IReadOnlyList<(string Name, string Value)> Facts
        => Payload is null ? [] : [.. Objects(Payload).Select(fact => (fact.Name, Redaction.Clean(fact.Value.ToString())))];

    /// <summary>Table and id of an address such as <c>outbox-17</c>; null for anything else.</summary>
    public static (WorkTable Table, long Id)? Parse(string? key)
        => key?.Split('-') is [var table, var id] && long.TryParse(id, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? table switch { "inbox" => (WorkTable.Inbox, number), "outbox" => (WorkTable.Outbox, number), _ => null }
            : null;

    /// <summary>Finds the gifts and mails that outbox messages are about, in two queries for all.</summary>
    internal static async Task<List<FailedRow>> WithSubjectsAsync(CharityDb db, IReadOnlyList<FailedRow> rows, CancellationToken cancel)
    {
        var mails = rows.Select(row => IdOf(row, "MailId")).OfType<Guid>().Distinct().ToList();
        var letters = mails.Count == 0 ? [] : await db.Set<Mail>().AsNoTracking().Where(m => mails.Contains(m.Id))
            .Select(m => new { m.Id, m.Kind, m.DonationId }).ToDictionaryAsync(m => m.Id, cancel);
        var objects = rows.Where(row => row.Table == WorkTable.Inbox && row.About.Length > 0).Select(row => row.About).Distinct().ToList();
        var gifts = objects.Count == 0 ? [] : await db.Donations.AsNoTracking()
            .Where(d => (d.SessionId != null && objects.Contains(d.SessionId)) || (d.PaymentIntentId != null && objects.Contains(d.PaymentIntentId))
                || (d.ChargeId != null && objects.Contains(d.ChargeId)))
            .Select(d => new { d.Id, d.SessionId, d.PaymentIntentId, d.ChargeId }).ToListAsync(cancel);
        return [.. rows.Select(row => IdOf(row, "MailId") is { } mail && letters.GetValueOrDefault(mail) is { } letter
            ? row with { Gift = letter.DonationId, Letter = letter.Kind }
            : row with
            {
                Gift = IdOf(row, "DonationId")
                    ?? gifts.FirstOrDefault(g => row.About.Length > 0 && (g.SessionId == row.About || g.PaymentIntentId == row.About || g.ChargeId == row.About))?.Id,
            })];
    }

    private static Guid? IdOf(FailedRow row, string name)
        => row is { Table: WorkTable.Outbox, Payload: { } payload }
           && Objects(payload).FirstOrDefault(fact => fact.Name == name) is { Name: not null, Value.ValueKind: JsonValueKind.String } found
           && found.Value.TryGetGuid(out var id) ? id : null;

    private static List<(string Name, JsonElement Value)> Objects(string payload)
    {
        using var json = JsonDocument.Parse(payload);
        return json.RootElement.ValueKind == JsonValueKind.Object
            ? [.. json.RootElement.EnumerateObject().Select(fact => (fact.Name, fact.Value.Clone()))]
            : [];
    }
}
