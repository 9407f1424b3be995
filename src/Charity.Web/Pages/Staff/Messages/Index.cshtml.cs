using System.Text.RegularExpressions;
using Charity.Data;
using Charity.Data.Paging;
using Charity.Donations;
using Charity.GiftDesk;
using Charity.Languages;
using Charity.Staff;
using Charity.Web.Hosting;
using Charity.Web.Pages.Campaigns;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.Staff.Messages;

/// <summary>Which messages a list shows. The names stand in addresses.</summary>
public enum MessageView
{
    /// <summary>Nobody has read them yet; nothing of them is public.</summary>
    New,
    Shown,
    Hidden,
}

/// <summary>Donors' messages: shown on the campaign's page only after a person has read them.</summary>
[Authorize(Policy = StaffPermissions.ModerateMessages)]
public sealed partial class IndexModel(CharityDb db, UseCases useCases, SiteFacts facts, PageCache pages) : StaffPage
{
    public const int PageSize = 50;

    /// <param name="Name">As it would stand on the page; null for one who gave without a name.</param>
    /// <param name="HasLink">An address or what looks like one: shown as plain words, and seldom meant well.</param>
    /// <param name="Reason">Why it was hidden.</param>
    public sealed record Row(Guid Id, DateTime PaidAt, string Words, string? Name, string Language, string Slug, LocalizedText Campaign, bool HasLink, string? Reason);

    [BindProperty(SupportsGet = true)]
    public MessageView View { get; set; }

    /// <summary>Shows messages of gifts older than this place.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    /// <summary>Shows messages of gifts newer than this place.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Before { get; set; }

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    /// <summary>Where the next page and the one before begin; null where there is none.</summary>
    public GiftPlace? Older { get; private set; }

    /// <inheritdoc cref="Older"/>
    public GiftPlace? Newer { get; private set; }

    public int Waiting { get; private set; }
    public Language Fallback { get; private set; } = Language.En;

    /// <summary>What the last form changed: its ids, for undoing it.</summary>
    [TempData]
    public string? Changed { get; set; }

    /// <summary>The view that they came from, by name.</summary>
    [TempData]
    public string? From { get; set; }

    /// <summary>How the last form ended, where it changed nothing: a <see cref="ModerationOutcome"/>.</summary>
    [TempData]
    public string? Refused { get; set; }

    public int ChangedCount => Changed?.Split(',').Length ?? 0;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Fallback = (await facts.GetAsync(cancel)).DefaultLanguage;
        Waiting = await db.WaitingMessages().CountAsync(cancel);
        var state = StateOf(View);
        var all = db.Donations.AsNoTracking().Where(d => d.Message != null && d.MessageState == state && d.Status == DonationStatus.Succeeded);
        var places = await Keyset.ReadAsync(
            PageSize,
            GiftPlace.Parse(Before) is { } newest
                ? most => all.Where(d => d.CreatedAt >= newest.At && (d.CreatedAt > newest.At || d.Id.CompareTo(newest.Id) > 0))
                    .OrderBy(d => d.CreatedAt).ThenBy(d => d.Id).Take(most).Select(d => new GiftPlace(d.CreatedAt, d.Id)).ToListAsync(cancel)
                : null,
            last: false, GiftPlace.Parse(After) is not null,
            (after, most) =>
            {
                var (at, id) = after ? GiftPlace.Parse(After)!.Value : new GiftPlace(DateTime.MaxValue, Guid.Empty);
                return all.Where(d => d.CreatedAt <= at && (d.CreatedAt < at || d.Id.CompareTo(id) < 0))
                    .OrderByDescending(d => d.CreatedAt).ThenByDescending(d => d.Id).Take(most).Select(d => new GiftPlace(d.CreatedAt, d.Id)).ToListAsync(cancel);
            });
        Older = places.More ? places.Rows[^1] : null;
        Newer = places.Earlier ? places.Rows[0] : null;
        await ReadAsync([.. places.Rows.Select(place => place.Id)], cancel);
    }

    private async Task ReadAsync(List<Guid> ids, CancellationToken cancel)
    {
        var rows = await (
            from d in db.Donations.AsNoTracking()
            where ids.Contains(d.Id)
            join c in db.Campaigns.AsNoTracking() on d.CampaignId equals c.Id
            select new { d.Id, d.PaidAt, d.CreatedAt, d.Message, d.DonorName, d.CompanyName, d.Anonymity, d.Language, c.Slug, c.Title }).ToListAsync(cancel);
        var page = rows.OrderBy(r => ids.IndexOf(r.Id)).ToList();
        var reasons = View == MessageView.Hidden ? await ReasonsAsync(ids, cancel) : [];
        Rows = page.ConvertAll(r => new Row(
            r.Id, r.PaidAt ?? r.CreatedAt, r.Message!, RecentGifts.NameOf(r.CompanyName ?? r.DonorName, r.Anonymity), r.Language, r.Slug, r.Title,
            Link().IsMatch(r.Message!), reasons.GetValueOrDefault(r.Id)));
    }

    /// <param name="ids">The rows that are ticked.</param>
    /// <param name="one">The row whose own button was pressed; then only that.</param>
    public Task<IActionResult> OnPostShowAsync(List<Guid> ids, Guid? one, CancellationToken cancel)
        => ModerateAsync(one is { } id ? [id] : ids, MessageState.Shown, null, cancel);

    /// <inheritdoc cref="OnPostShowAsync"/>
    public Task<IActionResult> OnPostHideAsync(List<Guid> ids, Guid? one, string? reason, CancellationToken cancel)
        => ModerateAsync(one is { } id ? [id] : ids, MessageState.Refused, reason, cancel);

    /// <summary>Puts what the last form changed back where it was.</summary>
    public Task<IActionResult> OnPostUndoAsync(string? changed, MessageView from, CancellationToken cancel)
        => ModerateAsync(
            [.. (changed ?? "").Split(',').Take(PageSize).Select(id => Guid.TryParse(id, out var gift) ? gift : Guid.Empty)],
            StateOf(from), from == MessageView.Hidden ? "undone" : null, cancel, undoing: true);

    private async Task<IActionResult> ModerateAsync(IReadOnlyList<Guid> gifts, MessageState to, string? reason, CancellationToken cancel, bool undoing = false)
    {
        var outcome = await useCases.RunAsync<ModerateMessages, ModerateMessages.Outcome>(
            moderate => moderate.RunAsync(new(gifts, to, reason, Me), cancel), cancel);
        if (outcome.Changed.Count > 0)
        {
            // What was hidden must not stand in a kept page one moment longer.
            pages.Clear();
        }

        if (outcome.Result == ModerationOutcome.Done && !undoing)
        {
            (Changed, From) = (string.Join(',', outcome.Changed.Select(id => id.ToString("N"))), View.ToString());
        }
        else if (outcome.Result != ModerationOutcome.Done)
        {
            Refused = outcome.Result.ToString();
        }

        return RedirectToPage(new { view = View == MessageView.New ? (MessageView?)null : View });
    }

    private async Task<Dictionary<Guid, string?>> ReasonsAsync(List<Guid> gifts, CancellationToken cancel)
    {
        var subjects = gifts.ConvertAll(id => "donation:" + id.ToString("N"));
        var lines = await db.Audit.AsNoTracking().Where(a => subjects.Contains(a.Subject) && a.Action == "message.hide").OrderBy(a => a.Id)
            .Select(a => new { a.Subject, a.Reason }).ToListAsync(cancel);
        return lines.GroupBy(a => a.Subject).ToDictionary(g => Guid.ParseExact(g.Key["donation:".Length..], "N"), g => g.Last().Reason);
    }

    private static MessageState StateOf(MessageView view) => view switch
    {
        MessageView.Shown => MessageState.Shown,
        MessageView.Hidden => MessageState.Refused,
        _ => MessageState.AwaitsModeration,
    };

    [GeneratedRegex(@"https?:|www\.|[\w-]+\.(com|net|org|info|ru|ua|bg|mk|me|io|biz|xyz|site|online|top|link)\b|@\w|<[a-z/]", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}
