using Charity.Campaigns;
using Charity.Data;
using Charity.Languages;
using Charity.Organisation;
using Charity.Payments;
using Charity.SetUp;
using Charity.Staff;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Charity.Web.Pages.Staff.SetUp;

/// <summary>
/// What donors need before they can give: terms, funds, programmes, and then the first gift. The first campaign is written
/// where all others are; this page only leads there and sees when it is published.
/// </summary>
[Authorize(Policy = StaffPermissions.ViewOrganisation)]
public sealed class StartModel(CharityDb db, UseCases useCases, IOptions<StripeOptions> stripe) : SetUpPage(useCases)
{
    private const string Here = "/staff/set-up/start";
    private const int MostDrafts = 20;

    public static IReadOnlyList<string> Hues { get; } = ["accent", "warm", "blue"];

    /// <param name="Terms">Number of its last terms; null for none.</param>
    public sealed record EntityView(Guid Id, LocalizedText Name, int? Terms, Words TermsWords);

    public sealed record FundView(Guid Id, Guid Entity, LocalizedText Name, bool Restricted);

    public sealed record NamedView(Guid Id, LocalizedText Name);

    public sealed record DraftView(Guid Id, LocalizedText Title);

    public IReadOnlyList<EntityView> Entities { get; private set; } = [];

    public IReadOnlyList<FundView> Funds { get; private set; } = [];

    public IReadOnlyList<NamedView> Programmes { get; private set; } = [];

    public IReadOnlyList<DraftView> Drafts { get; private set; } = [];

    public string? OpenCampaign { get; private set; }

    public bool IsLive => stripe.Value.Mode == StripeMode.Live;

    [BindProperty]
    public Words TermsText { get; set; } = new();

    [BindProperty]
    public ProgrammeForm Programme { get; set; } = new();

    [BindProperty]
    public FundForm Fund { get; set; } = new();

    public Task OnGetAsync(CancellationToken cancel) => LoadAsync(null, cancel);

    public Task<IActionResult> OnPostTermsAsync(Guid entity, CancellationToken cancel)
        => SaveAsync<PublishTerms>(verb => verb.RunAsync(new(entity, TermsText.ToText(), Me), cancel), entity, cancel);

    public Task<IActionResult> OnPostProgrammeAsync(CancellationToken cancel)
        => SaveAsync<AddProgramme>(async verb => await verb.RunAsync(
            new(
                Programme.Slug?.Trim() ?? "", Programme.Name.ToText(), Programme.Description.ToText(), Hues.Contains(Programme.Hue) ? Programme.Hue! : Hues[0],
                await db.Programmes.CountAsync(cancel) + 1, Me), cancel), cancel);

    public Task<IActionResult> OnPostFundAsync(CancellationToken cancel)
        => SaveAsync<AddFund>(verb => verb.RunAsync(new(Fund.Entity, Fund.Code?.Trim() ?? "", Fund.Name.ToText(), Fund.Restricted, null, Me), cancel), cancel);

    private Task<IActionResult> SaveAsync<TVerb>(Func<TVerb, Task<OrganisationOutcome>> run, Guid? typedTerms, CancellationToken cancel)
        where TVerb : notnull
        => SaveAsync<TVerb>(async verb => [.. (await run(verb)).Problems.Cast<Enum>()], typedTerms, cancel);

    private Task<IActionResult> SaveAsync<TVerb>(Func<TVerb, Task<CampaignOutcome>> run, CancellationToken cancel)
        where TVerb : notnull
        => SaveAsync<TVerb>(async verb => [.. (await run(verb)).Problems.Cast<Enum>()], null, cancel);

    private async Task<IActionResult> SaveAsync<TVerb>(Func<TVerb, Task<List<Enum>>> run, Guid? typedTerms, CancellationToken cancel)
        where TVerb : notnull
    {
        if (!MayManage)
        {
            return Forbid();
        }

        var problems = await UseCases.RunAsync(run, cancel);
        if (problems.Count == 0)
        {
            return Done(Here);
        }

        await LoadAsync(typedTerms, cancel);
        return Refuse(problems);
    }

    /// <param name="typedTerms">The entity whose terms were refused: what was typed stands in its form.</param>
    private async Task LoadAsync(Guid? typedTerms, CancellationToken cancel)
    {
        var found = await UseCases.RunAsync<ReadBeginning, ReadBeginning.Outcome>(read => read.RunAsync(cancel), cancel);
        (Report, OpenCampaign) = (found.Report, found.OpenCampaign);
        var terms = (await db.Terms.AsNoTracking().OrderByDescending(t => t.Number).ToListAsync(cancel)).ToLookup(t => t.LegalEntityId);
        Entities = [.. (await db.LegalEntities.AsNoTracking().OrderBy(e => e.Code).Select(e => new { e.Id, e.Name }).ToListAsync(cancel)).Select(e =>
        {
            var last = terms[e.Id].FirstOrDefault();
            return new EntityView(e.Id, e.Name, last?.Number, e.Id == typedTerms ? TermsText : Words.From(last?.Text ?? LocalizedText.Empty));
        })];
        Funds = await db.Funds.AsNoTracking().OrderBy(f => f.Code).Select(f => new FundView(f.Id, f.LegalEntityId, f.Name, f.Restricted)).ToListAsync(cancel);
        Programmes = await db.Programmes.AsNoTracking().OrderBy(p => p.Position).Select(p => new NamedView(p.Id, p.Name)).ToListAsync(cancel);
        Drafts = await db.Campaigns.AsNoTracking().Where(c => c.State == CampaignState.Draft).OrderByDescending(c => c.Id).Take(MostDrafts)
            .Select(c => new DraftView(c.Id, c.Title)).ToListAsync(cancel);
    }
}
