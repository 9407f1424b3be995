using Charity.Data;
using Charity.Languages;
using Charity.Organisation;
using Charity.SetUp;
using Charity.Staff;
using Charity.Web.Hosting;
using Charity.Web.Pages.Staff.SetUp;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.Staff.Organisation;

/// <summary>Who the organisation is, in its own words, and its legal entities. The first step of setting up, and its settings later.</summary>
[Authorize(Policy = StaffPermissions.ViewOrganisation)]
public sealed class IndexModel(CharityDb db, UseCases useCases, SetUpCheck check, SiteFacts facts) : SetUpPage(useCases), IKeepsWhatWasTyped
{
    public sealed class Input
    {
        /// <summary>What the form was opened with: a colleague's save in between is not overwritten.</summary>
        public int Version { get; set; }

        public string? ContactEmail { get; set; }
        public string? DefaultLanguage { get; set; }

        /// <summary>Codes of the languages that the public site offers.</summary>
        public IReadOnlyList<string>? Languages { get; set; }
        public Words Name { get; set; } = new();
        public Words Mission { get; set; } = new();
        public Words About { get; set; } = new();
        public Words Privacy { get; set; } = new();
    }

    [BindProperty]
    public Input Form { get; set; } = new();

    public IReadOnlyList<LegalEntity> Entities { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        if (await db.Organisations.AsNoTracking().SingleOrDefaultAsync(cancel) is { } stands)
        {
            Form = new Input
            {
                Version = stands.Version,
                ContactEmail = stands.ContactEmail,
                DefaultLanguage = stands.DefaultLanguage,
                Languages = [.. stands.Offered.Select(language => language.Code)],
                Name = Words.From(stands.Name),
                Mission = Words.From(stands.Mission),
                About = Words.From(stands.About),
                Privacy = Words.From(stands.Privacy),
            };
        }
        else
        {
            (Form.DefaultLanguage, Form.Languages) = (HttpContext.Language().Code, [.. Language.All.Select(language => language.Code)]);
        }
    }

    public async Task<IActionResult> AskAsync(CancellationToken cancel)
    {
        await LoadAsync(cancel);
        return AskToConfirm();
    }

    [ConfirmFirst]
    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!MayManage)
        {
            return Forbid();
        }

        if (!Language.TryOf(Form.DefaultLanguage, out var standard))
        {
            await LoadAsync(cancel);
            return Refuse(OrganisationProblem.LanguageUnknown);
        }

        var outcome = await UseCases.RunAsync<SetUpOrganisation, OrganisationOutcome>(
            verb => verb.RunAsync(
                new(Form.Name.ToText(), Form.Mission.ToText(), Form.About.ToText(), Form.Privacy.ToText(), Form.ContactEmail?.Trim() ?? "", standard, Me, Form.Version,
                    [.. Language.All.Where(language => Form.Languages?.Contains(language.Code) == true)]),
                cancel), cancel);
        if (outcome.Saved)
        {
            facts.Forget();
            return Done(SetUpSteps.AddressOf(SetUpStep.Organisation));
        }

        await LoadAsync(cancel);
        return Refuse(outcome.Problems.Cast<Enum>());
    }

    private async Task LoadAsync(CancellationToken cancel)
    {
        Report = await check.OneAsync(SetUpStep.Organisation, cancel);
        Entities = await db.LegalEntities.AsNoTracking().OrderBy(e => e.Code).ToListAsync(cancel);
    }
}
