using Charity.Data;
using Charity.Data.Approvals;
using Charity.Organisation;
using Charity.SetUp;
using Charity.Staff;
using Charity.Web.Hosting;
using Charity.Web.Pages.Staff.SetUp;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.Staff.Organisation;

/// <summary>
/// The bank accounts that donors transfer to. The installation's first is entered with a fresh second factor while nobody
/// else is there who could agree; each later one, and each change, needs a colleague's agreement.
/// </summary>
[Authorize(Policy = StaffPermissions.ViewOrganisation)]
public sealed class BankModel(CharityDb db, UseCases useCases, SetUpCheck check) : SetUpPage(useCases), IKeepsWhatWasTyped
{
    public sealed class Input
    {
        public Guid EntityId { get; set; }
        public Guid? AccountId { get; set; }
        public string? Iban { get; set; }
        public string? Bic { get; set; }
        public string? Currency { get; set; }
        public string? BankName { get; set; }
        public string? Holder { get; set; }
        public bool AcceptsDonations { get; set; }
        public string? Reason { get; set; }
    }

    /// <summary>One form of the page.</summary>
    public sealed record FormView(LegalEntity Entity, BankAccount? Account, Input Form, bool NeedsSecond);

    [BindProperty]
    public Input Form { get; set; } = new();

    public IReadOnlyList<LegalEntity> Entities { get; private set; } = [];

    public IReadOnlyList<BankAccount> Accounts { get; private set; } = [];

    /// <summary>One more account needs a colleague's agreement.</summary>
    public bool NewNeedsSecond { get; private set; }

    /// <summary>A colleague was asked a moment ago.</summary>
    [TempData]
    public bool Asked { get; set; }

    /// <summary>What was typed into this form when it was refused; else what stands.</summary>
    public Input FormOf(Guid entity, BankAccount? account)
        => Form.EntityId == entity && Form.AccountId == account?.Id ? Form
            : account is null ? new Input { AcceptsDonations = true }
            : new Input
            {
                Iban = Iban.Grouped(account.Iban),
                Bic = account.Bic,
                Currency = account.Currency,
                BankName = account.BankName,
                Holder = account.Holder,
                AcceptsDonations = account.AcceptsDonations,
            };

    public Task OnGetAsync(CancellationToken cancel) => LoadAsync(cancel);

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

        var details = new BankDetails(
            Form.EntityId, Form.AccountId, Form.Iban ?? "", EntityForm.OrNull(Form.Bic)?.ToUpperInvariant(), Form.Currency ?? "",
            Form.BankName?.Trim() ?? "", Form.Holder?.Trim() ?? "", Form.AcceptsDonations);
        var problems = await UseCases.RunAsync<CheckBankDetails, IReadOnlyList<OrganisationProblem>>(ask => ask.FaultsAsync(details, cancel), cancel);
        if (problems.Count > 0)
        {
            await LoadAsync(cancel);
            return Refuse(problems.Cast<Enum>());
        }

        if (Form.AccountId is not null
            || await UseCases.RunAsync<CheckBankDetails, bool>(ask => ask.NeedsSecondPersonAsync(Me, cancel), cancel))
        {
            return await AskAsync(details, cancel);
        }

        var outcome = await UseCases.RunAsync<AddBankAccount, OrganisationOutcome>(
            verb => verb.RunAsync(
                new(details.LegalEntityId, details.Iban, details.Bic, details.Currency, details.BankName, details.Holder, details.AcceptsDonations, Me), cancel), cancel);
        if (outcome.Saved)
        {
            return Done(SetUpSteps.AddressOf(SetUpStep.Bank));
        }

        if (outcome.Problems is [OrganisationProblem.NeedsColleague])
        {
            return await AskAsync(details, cancel);
        }

        await LoadAsync(cancel);
        return Refuse(outcome.Problems.Cast<Enum>());
    }

    private async Task<IActionResult> AskAsync(BankDetails details, CancellationToken cancel)
    {
        var asked = await UseCases.RunAsync<RequestApproval, ApprovalRequested>(
            request => request.RunAsync(details, Form.Reason ?? "", Me, cancel), cancel);
        if (asked.Result == ApprovalRequestResult.Asked)
        {
            Asked = true;
            return Redirect(SetUpSteps.AddressOf(SetUpStep.Bank));
        }

        await LoadAsync(cancel);
        return Refuse(asked.Result);
    }

    private async Task LoadAsync(CancellationToken cancel)
    {
        Report = await check.OneAsync(SetUpStep.Bank, cancel);
        Entities = await db.LegalEntities.AsNoTracking().OrderBy(e => e.Code).ToListAsync(cancel);
        NewNeedsSecond = await UseCases.RunAsync<CheckBankDetails, bool>(ask => ask.NeedsSecondPersonAsync(Me, cancel), cancel);
        Accounts = await db.BankAccounts.AsNoTracking().OrderBy(a => a.AccountCode).ToListAsync(cancel);
    }
}
