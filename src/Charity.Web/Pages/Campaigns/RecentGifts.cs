using System.Globalization;
using Charity.Accounting;
using Charity.Data;
using Charity.Donations;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.Campaigns;

/// <summary>A confirmed gift as everyone may see it.</summary>
/// <param name="Name">By the donor's choice the name, initials, or null.</param>
/// <param name="Message">The donor's words, once a person here has read them.</param>
public sealed record RecentGift(string? Name, Money Amount, DateOnly On, string? Message, string Language);

/// <summary>The latest confirmed gifts of a campaign, with names only by choice.</summary>
internal static class RecentGifts
{
    private const int Shown = 12;

    public static async Task<IReadOnlyList<RecentGift>> ReadAsync(CharityDb db, Guid campaignId, TimeZoneInfo zone, CancellationToken cancel)
    {
        var rows = await Raised.In(db.Donations.AsNoTracking().Where(d => d.CampaignId == campaignId))
            .OrderByDescending(r => r.Gift.PaidAt)
            .Take(Shown)
            .Select(r => new
            {
                r.Gift.DonorName,
                r.Gift.CompanyName,
                r.Gift.Anonymity,
                r.Gift.Currency,
                r.Gift.PaidAt,
                r.Gift.Language,
                r.Minor,
                Message = r.Gift.MessageState == MessageState.Shown ? r.Gift.Message : null,
            })
            .ToListAsync(cancel);
        return rows.ConvertAll(r => new RecentGift(
            NameOf(r.CompanyName ?? r.DonorName, r.Anonymity),
            new Money(r.Minor, Currency.Of(r.Currency)),
            DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(r.PaidAt.GetValueOrDefault(), zone)),
            r.Message,
            r.Language));
    }

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
}
