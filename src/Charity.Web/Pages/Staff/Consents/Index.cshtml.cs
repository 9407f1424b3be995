using Charity.Campaigns.Consents;
using Charity.Data;
using Charity.Languages;
using Charity.Staff;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.Staff.Consents;

/// <summary>Who agreed to be shown, where and until when.</summary>
[Authorize(Policy = StaffPermissions.ViewConsents)]
public sealed class IndexModel(CharityDb db, ConsentDay day) : StaffPage
{
    private const int MaxShown = 500;

    /// <param name="Uses">Pictures, stories and updates under it.</param>
    public sealed record Row(Consent Consent, ConsentStanding Standing, int Uses);

    /// <summary>Shows those that are over.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Over { get; set; }

    public IReadOnlyList<Row> Consents { get; private set; } = [];

    public string Places(Consent consent, LanguageTexts T)
    {
        ArgumentNullException.ThrowIfNull(consent);
        ArgumentNullException.ThrowIfNull(T);
        return string.Join(", ", PlaceKeys(consent.Places).Select(key => T[key]));
    }

    internal static IEnumerable<TextKey> PlaceKeys(ConsentPlaces places)
    {
        (bool Is, TextKey Key)[] all =
        [
            (places.OnSite, new TextKey("consent.place.site")), (places.InMail, new TextKey("consent.place.mail")),
            (places.InReports, new TextKey("consent.place.reports")), (places.OnSocial, new TextKey("consent.place.social")),
        ];
        return all.Where(place => place.Is).Select(place => place.Key);
    }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var today = await day.TodayAsync(cancel);
        var rows = await db.Consents.AsNoTracking()
            .Where(c => Over == (c.WithdrawnOn != null || c.Until < today))
            .OrderByDescending(c => c.Id).Take(MaxShown)
            .Select(c => new
            {
                Consent = c,
                Uses = db.Pictures.Count(p => p.ConsentId == c.Id && p.WithdrawnAt == null) + db.Campaigns.Count(x => x.StoryConsentId == c.Id)
                    + db.CampaignUpdates.Count(u => u.ConsentId == c.Id && u.TakenDownAt == null),
            })
            .ToListAsync(cancel);
        Consents = rows.ConvertAll(r => new Row(r.Consent, r.Consent.StandingOn(today), r.Uses));
    }
}
