using Charity.Campaigns;
using Charity.Campaigns.Consents;
using Charity.Campaigns.Drafts;
using Charity.Campaigns.Publishing;
using Charity.Data;
using Charity.Languages;
using Charity.Staff;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Charity.Web.Pages.Staff.Campaigns;

/// <summary>
/// Writes a campaign's draft, in four languages beside each other. What is typed is never lost: what cannot be read
/// stays in its field, what a colleague changed too is shown beside it, and a script saves quietly between.
/// </summary>
[Authorize(Policy = StaffPermissions.EditCampaigns)]
[RequestSizeLimit(MaxBody)]
[RequestFormLimits(ValueCountLimit = 600, ValueLengthLimit = MaxBody)]
public sealed class EditModel(CharityDb db, OpenDraft open, ConsentCheck consents, UseCases useCases, SiteFacts facts, LanguageTexts texts) : StaffPage
{
    /// <summary>Bytes of a form: four stories in Cyrillic, encoded for sending, are far larger than any other form.</summary>
    private const int MaxBody = 4 * 1024 * 1024;

    public OpenDraft.Opened Opened { get; private set; } = null!;

    public CampaignChoices Choices { get; private set; } = null!;

    public EditForm Form { get; private set; } = null!;

    public SeenFields Seen { get; private set; } = new(new Dictionary<string, string>());

    public IReadOnlyList<DraftConflict> Conflicts { get; private set; } = [];

    /// <summary>What both wrote, in words.</summary>
    public WordedChanges Clash { get; private set; } = new([], new Dictionary<string, string>(), new Dictionary<string, string>());

    public string ConflictWith { get; private set; } = "";

    public SaveDraftResult? Failed { get; private set; }

    public SiteSnapshot Site { get; private set; } = SiteSnapshot.Empty;

    /// <summary>Consents without which the draft could not be published.</summary>
    public IReadOnlyList<ConsentGap> Gaps { get; private set; } = [];

    /// <summary>What was done a moment ago: <c>saved</c>, or <c>restored</c>.</summary>
    [TempData]
    public string? SavedNow { get; set; }

    /// <summary>Under which name the browser keeps what was typed and is not saved yet: one for each person and campaign.</summary>
    public string KeptAs => $"charity-draft/{MyId:N}/{Opened.Campaign.Id:N}";

    public bool IsScheduled => Opened.Draft?.PublishAt is not null;

    public TextIn Say(LocalizedText text) => text.In(HttpContext.Language(), Site.DefaultLanguage);

    /// <summary>What a field is called, by its key: "Summary (Ukrainian)".</summary>
    public string NameOf(string key) => FieldNames.Of(texts, key);

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel))
        {
            return NotFound();
        }

        Form = EditForm.Of(Opened.Document, HttpContext.Language());
        Seen = SeenFields.Of(Opened.Document);
        return Page();
    }

    /// <param name="then">Where to go once saved: <c>preview</c>, <c>publish</c>, or nowhere.</param>
    public async Task<IActionResult> OnPostAsync(Guid id, [FromForm] string? then, CancellationToken cancel)
    {
        if (!await SaveAsync(id, cancel))
        {
            return Refused();
        }

        SavedNow = "saved";
        return Redirect(then switch
        {
            "preview" => $"/staff/campaigns/{id}/preview/{HttpContext.Language().Code}",
            "publish" => $"/staff/campaigns/{id}/publish",
            _ => $"/staff/campaigns/{id}/edit",
        });
    }

    /// <summary>Saves what was typed, then notes that a translation is right as it stands.</summary>
    /// <param name="right">The key of a text, such as <c>summary.uk</c>.</param>
    public async Task<IActionResult> OnPostStillRightAsync(Guid id, [FromForm] string? right, CancellationToken cancel)
    {
        if (!await SaveAsync(id, cancel))
        {
            return Refused();
        }

        foreach (var field in CampaignFields.Texts)
        {
            foreach (var language in Language.All.Where(language => field.Key(language) == right))
            {
                await useCases.RunAsync<ConfirmTranslation, CampaignOutcome>(verb => verb.RunAsync(new(id, field.Name, language, Me), cancel), cancel);
            }
        }

        return Redirect($"/staff/campaigns/{id}/edit#{right}");
    }

    /// <summary>The quiet save of the script: says how it went, and what the page has seen now.</summary>
    public async Task<IActionResult> OnPostAutosaveAsync(Guid id, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel))
        {
            return NotFound();
        }

        Form = EditForm.Of(Request.Form);
        if (Form.Read(Choices, HttpContext.Language()) is not { } typed)
        {
            return new JsonResult(new { state = "unreadable", fields = Told(Form.Errors) });
        }

        var outcome = await SendAsync(id, typed, cancel);
        // Of a field that a colleague changed and this page did not, the page still shows the old text: it has not seen the new one.
        var stored = CampaignFields.Flatten(outcome.Document);
        var seen = new Dictionary<string, string>(SeenFields.Parse(Form["seen"]).Prints, StringComparer.Ordinal);
        foreach (var (key, value) in CampaignFields.Flatten(typed).Where(field => stored[field.Key] == field.Value))
        {
            seen[key] = CampaignFields.Fingerprint(value);
        }

        return new JsonResult(new
        {
            state = outcome.Result switch
            {
                SaveDraftResult.Saved => "saved",
                SaveDraftResult.Conflict => "conflict",
                SaveDraftResult.Scheduled => "scheduled",
                _ => "refused",
            },
            seen = new SeenFields(seen).ToString(),
            fields = Told(Form.Notes),
        });
    }

    /// <summary>Sentences beside fields, as the script shows them.</summary>
    private IEnumerable<object> Told(IReadOnlyDictionary<string, TextKey> sentences)
        => sentences.Select(one => new { name = one.Key, label = NameOf(one.Key), text = texts[one.Value] });

    private IActionResult Refused()
    {
        if (Opened is null)
        {
            return NotFound();
        }

        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    /// <summary>False when the page must be shown again, with everything that was typed.</summary>
    private async Task<bool> SaveAsync(Guid id, CancellationToken cancel)
    {
        if (!await LoadAsync(id, cancel))
        {
            return false;
        }

        Form = EditForm.Of(Request.Form);
        Seen = SeenFields.Parse(Form["seen"]);
        if (Form.Read(Choices, HttpContext.Language()) is not { } typed)
        {
            return false;
        }

        var outcome = await SendAsync(id, typed, cancel);
        if (outcome.Result == SaveDraftResult.Saved)
        {
            return true;
        }

        if (outcome.Result != SaveDraftResult.Conflict)
        {
            Failed = outcome.Result;
            return false;
        }

        // Fields without a clash are saved; the page now shows what stands, and in a clash what this editor typed.
        await LoadAsync(id, cancel);
        (Conflicts, ConflictWith) = (outcome.Conflicts, outcome.SavedBy);
        var words = await FieldWords.ReadAsync(db, texts, Site.DefaultLanguage, User.May(StaffPermissions.ViewConsents), [typed, outcome.Document], cancel);
        Clash = words.Between(typed, outcome.Document);
        (var shown, Seen) = DraftMerge.Clashing(typed, outcome.Document, outcome.Conflicts);
        Form = EditForm.Of(shown, HttpContext.Language());
        return false;
    }

    private Task<SaveDraftOutcome> SendAsync(Guid id, CampaignDocument typed, CancellationToken cancel)
    {
        var (settled, seen) = Form.Decisions(typed);
        return useCases.RunAsync<SaveDraft, SaveDraftOutcome>(verb => verb.RunAsync(new(id, seen, typed, Me, settled), cancel), cancel);
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken cancel)
    {
        if (await open.RunAsync(id, cancel) is not { } opened)
        {
            return false;
        }

        Opened = opened;
        Site = await facts.GetAsync(cancel);
        Gaps = await consents.OfCampaignAsync(opened.Document.Content, cancel);
        Choices = await CampaignChoices.ReadAsync(db, cancel);
        return true;
    }

    /// <summary>What one language's part of the form needs.</summary>
    public sealed record Part(EditModel Page, Language Language);

    /// <summary>One text in one language.</summary>
    /// <param name="Rows">Lines of its field; one line is a single-line field.</param>
    public sealed record Words(EditModel Page, string Field, Language Language, int Rows, bool Markdown = false)
    {
        public string Key => $"{Field}.{Language.Code}";
    }
}
