using System.Globalization;
using Charity.Accounting;
using Charity.Data;
using Microsoft.EntityFrameworkCore;

namespace Charity.Organisation;

/// <summary>Adds a bank account to a legal entity; it gets the next free code of the chart's bank range.</summary>
public sealed class AddBankAccount(CharityDb db, Ids ids)
{
    private const int FirstCode = 1000;
    private const int LastCode = 1099;

    /// <summary>Longest name of the receiver in an EPC QR code (EPC069-12).</summary>
    private const int MaxHolder = 70;

    public sealed record Input(
        Guid LegalEntityId, string Iban, string? Bic, string Currency, string BankName, string Holder, bool AcceptsDonations);

    public async Task<OrganisationOutcome> RunAsync(Input input, CancellationToken cancel)
    {
        var problems = new List<OrganisationProblem>();
        Add(OrganisationProblem.EntityUnknown, !await db.LegalEntities.AnyAsync(e => e.Id == input.LegalEntityId, cancel));
        Add(OrganisationProblem.IbanInvalid, !Iban.TryNormalise(input.Iban, out var iban));
        Add(OrganisationProblem.IbanTaken, await db.BankAccounts.AnyAsync(a => a.Iban == iban, cancel));
        Add(OrganisationProblem.BicInvalid, input.Bic is not null && !Iban.IsBic(input.Bic));
        Add(OrganisationProblem.CurrencyUnknown, !Currency.TryOf(input.Currency, out var currency));
        Add(OrganisationProblem.HolderMissing, string.IsNullOrWhiteSpace(input.Holder));
        Add(OrganisationProblem.HolderTooLong, input.Holder.Length > MaxHolder);
        var used = await db.BankAccounts.Where(a => a.LegalEntityId == input.LegalEntityId).Select(a => a.AccountCode).ToListAsync(cancel);
        var free = Enumerable.Range(FirstCode, LastCode - FirstCode + 1)
            .Select(n => n.ToString(CultureInfo.InvariantCulture)).FirstOrDefault(code => !used.Contains(code));
        Add(OrganisationProblem.AccountCodesUsedUp, free is null);
        if (problems.Count > 0)
        {
            return OrganisationOutcome.Refused(problems);
        }

        var account = new BankAccount
        {
            Id = ids.New(),
            LegalEntityId = input.LegalEntityId,
            AccountCode = free!,
            Currency = currency!.Code,
            Iban = iban,
            Bic = input.Bic,
            BankName = input.BankName,
            Holder = input.Holder.Trim(),
            AcceptsDonations = input.AcceptsDonations,
        };
        db.BankAccounts.Add(account);
        await db.SaveChangesAsync(cancel);
        return OrganisationOutcome.Ok(account.Id);

        void Add(OrganisationProblem problem, bool found)
        {
            if (found)
            {
                problems.Add(problem);
            }
        }
    }
}
