using Charity.Campaigns;
using Charity.Data;
using Charity.Languages;
using Charity.Staff;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.Staff.Campaigns;

/// <summary>The funds of each legal entity: add one, change how one is called.</summary>
[Authorize(Policy = StaffPermissions.ViewCampaigns)]
public sealed class FundsModel(CharityDb db, UseCases useCases, SiteFacts facts) : StaffPage
{
    /// <param name="Id">The fund that is changed; null for a new one.</param>
    /// <param name="Name">By language code.</param>
    public sealed record FundInput(Guid? Id, int Version, Guid Entity, string? Code, Dictionary<string, string?>? Name, bool Restricted, Guid? Programme);

    [BindProperty]
    public FundInput Input { get; set; } = new(null, 0, Guid.Empty, null, null, true, null);

    public CampaignChoices Choices { get; private set; } = new([], [], [], []);

    public IReadOnlyList<CampaignProblem> Problems { get; private set; } = [];

    public SiteSnapshot Site { get; private set; } = SiteSnapshot.Empty;

    public TextIn Say(LocalizedText text) => text.In(HttpContext.Language(), Site.DefaultLanguage);

    /// <summary>What was typed, else what stands.</summary>
    public string NameOf(Fund? fund, Language language)
        => Problems.Count > 0 && Input.Id == fund?.Id ? Input.Name?.GetValueOrDefault(language.Code) ?? "" : fund?.Name[language] ?? "";

    public Task OnGetAsync(CancellationToken cancel) => LoadAsync(cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!User.May(StaffPermissions.EditCampaigns))
        {
            return Forbid();
        }

        var outcome = NamedInput.Read(Input.Name) is not { } name
            ? CampaignOutcome.Refused(CampaignProblem.TextTooLong)
            : Input.Id is not { } id
                ? await useCases.RunAsync<AddFund, CampaignOutcome>(
                    verb => verb.RunAsync(new(Input.Entity, (Input.Code ?? "").Trim(), name, Input.Restricted, Input.Programme, Me), cancel), cancel)
                : await db.Funds.AnyAsync(f => f.Id == id, cancel)
                    ? await useCases.RunAsync<EditFund, CampaignOutcome>(verb => verb.RunAsync(new(id, Input.Version, name, Input.Programme, Me), cancel), cancel)
                    : CampaignOutcome.Refused(CampaignProblem.FundUnknown);
        if (outcome.Saved)
        {
            return Redirect("/staff/campaigns/funds");
        }

        await LoadAsync(cancel);
        Problems = outcome.Problems;
        ModelState.Clear();
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    private async Task LoadAsync(CancellationToken cancel)
    {
        Site = await facts.GetAsync(cancel);
        Choices = await CampaignChoices.ReadAsync(db, cancel);
    }

    /// <summary>One form: a fund that stands, or a new one.</summary>
    public sealed record Form(FundsModel Page, Fund? Fund);
}
