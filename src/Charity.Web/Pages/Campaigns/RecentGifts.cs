using System.Globalization;
using Charity.Accounting;
using Charity.Campaigns;
using Charity.Data;
using Charity.Donations;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.Campaigns;

/// <summary>A confirmed gift as everyone may see it.</summary>
/// <param name="Name">By the donor's choice the name, initials, or null.</param>
/// <param name="Message">The donor's words, once a person here has read them.</param>
public sealed record RecentGift(string? Name, Money Amount, DateOnly On, string? Message, string Language);

/// <summary>
/// The latest confirmed gifts of a campaign, with names only by choice, and the latest words of donors that a person here
/// let through: those stay for a while where many gifts follow.
/// </summary>
internal static class RecentGifts
{
    private const int Shown = 12;
    private const int Messages = 6;

    public static async Task<IReadOnlyList<RecentGift>> ReadAsync(CharityDb db, Campaign campaign, TimeZoneInfo zone, CancellationToken cancel)
    {
        var id = campaign.Id;
        var gifts = db.Donations.AsNoTracking().Where(d => d.CampaignId == id);
        var newest = await RowsAsync(Raised.In(gifts).OrderByDescending(r => r.Gift.PaidAt).Take(Shown), cancel);
        var withWords = !campaign.TakesMessages ? [] : await RowsAsync(
            Raised.In(gifts.Where(d => d.Message != null && d.MessageState == MessageState.Shown))
                .OrderByDescending(r => r.Gift.CreatedAt).Take(Messages),
            cancel);
        return [.. newest.UnionBy(withWords, r => r.Id).OrderByDescending(r => r.PaidAt).Select(r => new RecentGift(
            NameOf(r.CompanyName ?? r.DonorName, r.Anonymity),
            new Money(r.Minor, Currency.Of(r.Currency)),
            DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(r.PaidAt.GetValueOrDefault(), zone)),
            campaign.TakesMessages ? r.Message : null,
            r.Language))];
    }

    private static Task<List<Row>> RowsAsync(IQueryable<RaisedGift> gifts, CancellationToken cancel) => gifts
        .Select(r => new Row(
            r.Gift.Id, r.Gift.DonorName, r.Gift.CompanyName, r.Gift.Anonymity, r.Gift.Currency, r.Gift.PaidAt, r.Gift.Language, r.Minor,
            r.Gift.MessageState == MessageState.Shown ? r.Gift.Message : null))
        .ToListAsync(cancel);

    internal static string? NameOf(string name, Anonymity choice) => choice switch
    {
        Anonymity.Public => string.IsNullOrWhiteSpace(name) ? null : name,
        Anonymity.Initials => Initials(name),
        _ => null,
    };

    /// <summary>"Олена Петренко" becomes "О. П.": the first letter of at most three words, whatever the script.</summary>
    private static string? Initials(string name)
    {
        var letters = new List<string>(3);
        foreach (var word in name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var first = StringInfo.GetNextTextElement(word.TrimStart('"', '„', '“', '«', '(', '\''));
            if (first.Length > 0 && char.IsLetter(first, 0) && letters.Count < 3)
            {
                letters.Add(first.ToUpperInvariant() + ".");
            }
        }

        return letters.Count == 0 ? null : string.Join('\u00A0', letters);
    }

    private sealed record Row(
        Guid Id, string DonorName, string? CompanyName, Anonymity Anonymity, string Currency, DateTime? PaidAt, string Language, long Minor, string? Message);
}
