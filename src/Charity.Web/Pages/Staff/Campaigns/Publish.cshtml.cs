using System.Globalization;
using Charity.Campaigns;
using Charity.Campaigns.Publishing;
using Charity.Data;
using Charity.Languages;
using Charity.Staff;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Charity.Web.Pages.Staff.Campaigns;

/// <summary>
/// The last look before the public: what changes, what is missing, why promises change; then now, or at a set time. Where
/// gifts begin or go elsewhere with it, the second step is asked for again; a change of words does not wait for a code.
/// </summary>
[Authorize(Policy = StaffPermissions.PublishCampaigns)]
public sealed class PublishModel(CharityDb db, ReviewDraft review, UseCases useCases, SiteFacts facts, LanguageTexts texts) : StaffPage
{
    private const int MaxReason = 2000;

    /// <param name="Reason">By language code.</param>
    /// <param name="Day">As a date field sends it.</param>
    /// <param name="Hour">As a time field sends it.</param>
    public sealed record PublishInput(Guid Draft, int Version, int Edition, Dictionary<string, string?>? Reason, string? Day, string? Hour);

    [BindProperty]
    public PublishInput Input { get; set; } = new(Guid.Empty, 0, 0, null, null, null);

    public DraftReview Review { get; private set; } = null!;

    public IReadOnlyList<CampaignProblem> Problems { get; private set; } = [];

    /// <summary>What was not done; null when nothing was tried.</summary>
    public TextKey? Refused { get; private set; }

    /// <summary>What was done, for the campaign's page.</summary>
    [TempData]
    public string? Done { get; set; }

    /// <summary>Nothing was done yet: the second step comes first, and what was typed stands in the form.</summary>
    public bool ToConfirm { get; private set; }

    /// <summary>Why the time cannot be used.</summary>
    public TextKey? TimeError { get; private set; }

    public SiteSnapshot Site { get; private set; } = SiteSnapshot.Empty;

    public WordedChanges Changes { get; private set; } = new([], new Dictionary<string, string>(), new Dictionary<string, string>());

    public TextIn Say(LocalizedText text) => text.In(HttpContext.Language(), Site.DefaultLanguage);

    public string ReasonIn(Language language) => Input.Reason is { } typed ? typed.GetValueOrDefault(language.Code) ?? "" : Review.Draft.Reason[language] ?? "";

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        if (await LoadAsync(id, cancel))
        {
            return Page();
        }

        Done = "no-draft";
        return Redirect($"/staff/campaigns/{id}");
    }

    public Task<IActionResult> OnPostNowAsync(Guid id, CancellationToken cancel)
        => DoAsync(id, "published", () => useCases.RunAsync<PublishDraft, CampaignOutcome>(
            verb => verb.RunAsync(new(id, Input.Draft, Input.Version, Input.Edition, Reason(), Me), cancel), cancel), cancel);

    public async Task<IActionResult> OnPostScheduleAsync(Guid id, CancellationToken cancel)
    {
        Site = await facts.GetAsync(cancel);
        if (!DateOnly.TryParseExact(Input.Day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            || !TimeOnly.TryParseExact(Input.Hour, ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var hour))
        {
            return await AgainAsync(id, new TextKey("campaigns.time.unreadable"), cancel);
        }

        if (LocalMoment.ToUtc(day, hour, Site.Zone) is not { } at)
        {
            return await AgainAsync(id, new TextKey("campaigns.time.skipped"), cancel);
        }

        return await DoAsync(id, "scheduled", () => useCases.RunAsync<ScheduleDraft, CampaignOutcome>(
            verb => verb.RunAsync(new(id, Input.Draft, Input.Version, Input.Edition, Reason(), at, Me), cancel), cancel), cancel);
    }

    private async Task<IActionResult> AgainAsync(Guid id, TextKey error, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel))
        {
            return NotFound();
        }

        TimeError = error;
        ModelState.Clear();
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    private async Task<IActionResult> AskAsync(Guid id, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel))
        {
            return NotFound();
        }

        ToConfirm = true;
        ModelState.Clear();
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    /// <param name="done">What is said on the campaign's page once it is done.</param>
    private async Task<IActionResult> DoAsync(Guid id, string done, Func<Task<CampaignOutcome>> run, CancellationToken cancel)
    {
        if (await review.RunAsync(id, cancel) is not { } before)
        {
            return NotFound();
        }

        if (before.Draft.Id != Input.Draft || before.Draft.Version != Input.Version)
        {
            // Whether to ask is decided by the draft that is published, not by one that came in between.
            run = () => Task.FromResult(CampaignOutcome.Refused(CampaignProblem.ChangedMeanwhile));
        }
        else if (before.LeadsMoney && !HttpContext.ConfirmedLately())
        {
            return await AskAsync(id, cancel);
        }

        var outcome = Input.Reason?.Values.Any(text => text?.Length > MaxReason) == true ? CampaignOutcome.Refused(CampaignProblem.TextTooLong) : await run();
        if (outcome.Saved || !await LoadAsync(id, cancel))
        {
            Done = !outcome.Saved ? null : done == "published" && before.Campaign.State == CampaignState.Draft ? "opened" : done;
            return Redirect($"/staff/campaigns/{id}");
        }

        (Problems, Refused) = (outcome.Problems, done == "scheduled" ? new TextKey("campaigns.not-scheduled") : new TextKey("campaigns.not-published"));
        ModelState.Clear();
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    private LocalizedText Reason()
    {
        var reason = LocalizedText.Empty;
        foreach (var language in Language.All)
        {
            reason = reason.With(language, Input.Reason?.GetValueOrDefault(language.Code));
        }

        return reason;
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancel)
    {
        if (await review.RunAsync(id, cancel) is not { } found)
        {
            return false;
        }

        Review = found;
        Site = await facts.GetAsync(cancel);
        var words = await FieldWords.ReadAsync(db, texts, Site.DefaultLanguage, User.May(StaffPermissions.ViewConsents), [found.Live, found.Draft.Document], cancel);
        Changes = words.Between(found.Live, found.Draft.Document);
        return true;
    }
}
