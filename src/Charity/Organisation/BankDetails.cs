using Charity.Data;
using Charity.Data.Approvals;
using Charity.Data.Audit;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;

namespace Charity.Organisation;

/// <summary>What someone may do to the organisation, for policies and for who decides with a second person.</summary>
public static class OrganisationPermissions
{
    public const string View = "organisation.view";
    public const string Manage = "organisation.manage";
}

/// <summary>
/// Bank details that a second person must agree to: whoever could change them alone could lead all transfers to an account
/// of their own.
/// </summary>
/// <param name="AccountId">The account that is replaced; null for one more.</param>
public sealed record BankDetails(
    Guid LegalEntityId, Guid? AccountId, string Iban, string? Bic, string Currency, string BankName, string Holder, bool AcceptsDonations) : IApprovable
{
    public static string Kind => "organisation.bank";

    public static string Permission => OrganisationPermissions.Manage;

    public string Subject => AccountId is { } account ? $"account-{account:N}" : $"entity-{LegalEntityId:N}";
}

/// <summary>Whether a change of bank details needs a second person, and what is wrong with it before anyone is asked.</summary>
public sealed class CheckBankDetails(CharityDb db, AddBankAccount adding, IStaffRights rights)
{
    /// <summary>
    /// Only the installation's very first account is entered by one person, and only while nobody else is there who could
    /// agree: so an organisation can be set up by its first administrator, and none that has taken cards for years is led
    /// into an account of one person's choosing. An entity that is added later is no exception.
    /// </summary>
    /// <param name="by">Who would add it.</param>
    public Task<bool> NeedsSecondPersonAsync(Actor by, CancellationToken cancel) => NeedsSecondPersonAsync(db, rights, by, cancel);

    internal static async Task<bool> NeedsSecondPersonAsync(CharityDb db, IStaffRights rights, Actor by, CancellationToken cancel)
        => await db.BankAccounts.AnyAsync(cancel)
           || (Guid.TryParse(by.Id, out var staff) && await rights.AnotherAsync(staff, OrganisationPermissions.Manage, cancel));

    public async Task<IReadOnlyList<OrganisationProblem>> FaultsAsync(BankDetails details, CancellationToken cancel)
        => (await adding.CheckAsync(Input(details), details.AccountId, cancel)).Problems;

    internal static AddBankAccount.Input Input(BankDetails details, Actor? by = null)
        => new(details.LegalEntityId, details.Iban, details.Bic, details.Currency, details.BankName, details.Holder, details.AcceptsDonations, by);
}

/// <summary>Puts bank details in place that two people have agreed to.</summary>
internal sealed class ApplyBankDetails(CharityDb db, AddBankAccount adding, AuditLog audit) : ApprovalHandler<BankDetails>
{
    public override async Task<ApprovalText> DescribeAsync(BankDetails payload, CancellationToken cancel)
    {
        var entity = await db.LegalEntities.AsNoTracking().SingleAsync(e => e.Id == payload.LegalEntityId, cancel);
        var before = payload.AccountId is { } id ? await db.BankAccounts.AsNoTracking().SingleAsync(a => a.Id == id, cancel) : null;
        (string, object)[] values =
        [
            ("entity", entity.Name.In(Language.En, Language.En).Text), ("iban", Shown(payload.Iban)), ("holder", payload.Holder), ("bank", payload.BankName),
            ("bic", payload.Bic ?? "–"), ("currency", before?.Currency ?? payload.Currency),
            ("shown", payload.AcceptsDonations ? new TextKey("approval.bank.shown") : new TextKey("approval.bank.hidden")),
        ];
        return before is null
            ? new ApprovalText(new TextKey("approval.bank.add"), values)
            : new ApprovalText(new TextKey("approval.bank.change"), [.. values, ("before", Shown(before.Iban))]);
    }

    public override string? AddressOf(BankDetails payload) => "/staff/organisation/bank";

    public override async Task<ApprovalText?> ApplyAsync(BankDetails payload, ApprovalPeople people, CancellationToken cancel)
    {
        var input = CheckBankDetails.Input(payload, people.DecidedBy);
        var (problems, iban, code) = await adding.CheckAsync(input, payload.AccountId, cancel);
        var account = payload.AccountId is { } id ? await db.BankAccounts.SingleOrDefaultAsync(a => a.Id == id, cancel) : null;
        if (problems.Count > 0 || (payload.AccountId is not null && account is null))
        {
            return new ApprovalText(new TextKey("approval.bank.over"));
        }

        if (account is null)
        {
            adding.Add(input, iban, code!);
            return null;
        }

        var before = Facts(account);
        (account.Iban, account.Bic, account.BankName, account.Holder, account.AcceptsDonations)
            = (iban, payload.Bic, payload.BankName, payload.Holder.Trim(), payload.AcceptsDonations);
        audit.Add(
            people.DecidedBy, OrganisationActions.ChangeBank, OrganisationActions.BankSubject, account.Id, before, Facts(account), people.Reason);
        return null;
    }

    private static object Facts(BankAccount account)
        => new { account.Iban, account.Bic, account.Currency, account.BankName, account.Holder, account.AcceptsDonations };

    private static string Shown(string iban) => Iban.TryNormalise(iban, out var normal) ? Iban.Grouped(normal) : iban;
}
