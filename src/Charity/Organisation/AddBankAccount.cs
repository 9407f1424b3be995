using System.Globalization;
using Charity.Accounting;
using Charity.Data;
using Charity.Data.Approvals;
using Charity.Data.Audit;
using Microsoft.EntityFrameworkCore;

namespace Charity.Organisation;

/// <summary>
/// Adds a bank account to a legal entity; it gets the next free code of the chart's bank range. One person alone adds only
/// the installation's first one, where nobody else is there
/// (<see cref="CheckBankDetails.NeedsSecondPersonAsync(Actor, CancellationToken)"/>).
/// </summary>
public sealed class AddBankAccount(CharityDb db, IStaffRights rights, Ids ids, AuditLog audit)
{
    private const int FirstCode = 1000;
    private const int LastCode = 1099;

    /// <summary>Longest name of the receiver in an EPC QR code (EPC069-12).</summary>
    private const int MaxHolder = 70;

    /// <summary>Characters of a bank's name.</summary>
    private const int MaxBankName = 200;

    /// <param name="By">Who adds it; null where no person does.</param>
    public sealed record Input(
        Guid LegalEntityId, string Iban, string? Bic, string Currency, string BankName, string Holder, bool AcceptsDonations,
        Actor? By = null);

    public async Task<OrganisationOutcome> RunAsync(Input input, CancellationToken cancel)
    {
        // Read before what rests on it.
        var meeting = input.By is null ? null : await db.LegalEntities.OrderBy(e => e.Id).FirstOrDefaultAsync(cancel);
        var (problems, iban, code) = await CheckAsync(input, replaces: null, cancel);
        if (input.By is { } by && await CheckBankDetails.NeedsSecondPersonAsync(db, rights, by, cancel))
        {
            problems.Add(OrganisationProblem.NeedsColleague);
        }

        if (problems.Count > 0)
        {
            return OrganisationOutcome.Refused(problems);
        }

        // Two that one person sends at once, for two entities, meet at this row: the second looks again and finds the first.
        if (meeting is not null)
        {
            meeting.Version++;
        }

        var account = Add(input, iban, code!);
        await db.SaveChangesAsync(cancel);
        return OrganisationOutcome.Ok(account.Id);
    }

    /// <param name="replaces">An account whose details these become; null for a new one.</param>
    internal async Task<(List<OrganisationProblem> Problems, string Iban, string? Code)> CheckAsync(Input input, Guid? replaces, CancellationToken cancel)
    {
        var problems = new List<OrganisationProblem>();
        When(OrganisationProblem.EntityUnknown, !await db.LegalEntities.AnyAsync(e => e.Id == input.LegalEntityId, cancel));
        When(OrganisationProblem.EntityUnknown, replaces is not null && !await db.BankAccounts.AnyAsync(a => a.Id == replaces && a.LegalEntityId == input.LegalEntityId, cancel));
        When(OrganisationProblem.IbanInvalid, !Iban.TryNormalise(input.Iban, out var iban));
        When(OrganisationProblem.IbanTaken, await db.BankAccounts.AnyAsync(a => a.Iban == iban && a.Id != replaces, cancel));
        When(OrganisationProblem.BicInvalid, input.Bic is not null && !Iban.IsBic(input.Bic));
        When(OrganisationProblem.CurrencyUnknown, !Currency.TryOf(input.Currency, out _));
        When(OrganisationProblem.HolderMissing, string.IsNullOrWhiteSpace(input.Holder));
        When(OrganisationProblem.HolderTooLong, input.Holder.Length > MaxHolder);
        When(OrganisationProblem.TooLong, input.BankName.Length > MaxBankName);
        string? free = null;
        if (replaces is null)
        {
            var used = await db.BankAccounts.Where(a => a.LegalEntityId == input.LegalEntityId).Select(a => a.AccountCode).ToListAsync(cancel);
            free = Enumerable.Range(FirstCode, LastCode - FirstCode + 1)
                .Select(n => n.ToString(CultureInfo.InvariantCulture)).FirstOrDefault(code => !used.Contains(code));
            When(OrganisationProblem.AccountCodesUsedUp, free is null);
        }

        return (problems, iban, free);

        void When(OrganisationProblem problem, bool found)
        {
            if (found)
            {
                problems.Add(problem);
            }
        }
    }

    /// <summary>Adds what was checked; the caller saves.</summary>
    internal BankAccount Add(Input input, string iban, string code)
    {
        var account = new BankAccount
        {
            Id = ids.New(),
            LegalEntityId = input.LegalEntityId,
            AccountCode = code,
            Currency = Currency.Of(input.Currency).Code,
            Iban = iban,
            Bic = input.Bic,
            BankName = input.BankName,
            Holder = input.Holder.Trim(),
            AcceptsDonations = input.AcceptsDonations,
        };
        db.BankAccounts.Add(account);
        if (input.By is { } by)
        {
            audit.Add(
                by, OrganisationActions.AddBank, OrganisationActions.BankSubject, account.Id,
                after: new { entity = account.LegalEntityId, account.Iban, account.Bic, account.Currency, account.BankName, account.Holder });
        }

        return account;
    }
}
