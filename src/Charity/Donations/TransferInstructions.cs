using Charity.Accounting;
using Charity.Data;
using Microsoft.EntityFrameworkCore;

namespace Charity.Donations;

/// <summary>What a donor needs to make an announced transfer.</summary>
/// <param name="Reference">Twelve digits.</param>
/// <param name="CreditorReference">The same as ISO 11649, for banks that ask for a structured reference.</param>
/// <param name="EpcPayload">Text of the EPC QR code; null when the gift or the account is not in euro.</param>
/// <param name="AccountCurrency">Where it differs from the gift's, the bank converts.</param>
public sealed record TransferDetails(
    Guid DonationId, Money Amount, string Holder, string Iban, string? Bic, string BankName, string AccountCurrency,
    string Reference, string CreditorReference, string? EpcPayload);

/// <summary>Reads the instructions of an announced transfer, for its page and its mail. Read only.</summary>
public sealed class TransferInstructions(CharityDb db)
{
    /// <summary>Null when the gift is no transfer, or its entity takes no transfers any more.</summary>
    public async Task<TransferDetails?> ReadAsync(Guid donationId, CancellationToken cancel)
    {
        var gift = await db.Donations.AsNoTracking()
            .Where(d => d.Id == donationId && d.TransferReference != null)
            .Select(d => new { d.LegalEntityId, d.AmountMinor, d.Currency, d.TransferReference })
            .FirstOrDefaultAsync(cancel);
        if (gift is null)
        {
            return null;
        }

        var accounts = await db.BankAccounts.AsNoTracking()
            .Where(a => a.LegalEntityId == gift.LegalEntityId && a.AcceptsDonations)
            .OrderBy(a => a.AccountCode)
            .ToListAsync(cancel);
        var account = accounts.Find(a => a.Currency == gift.Currency) ?? accounts.FirstOrDefault();
        if (account is null)
        {
            return null;
        }

        var amount = new Money(gift.AmountMinor, Currency.Of(gift.Currency));
        var creditor = TransferReference.ToCreditorReference(gift.TransferReference!);
        var isEuro = gift.Currency == Currency.Eur.Code && account.Currency == Currency.Eur.Code;
        return new TransferDetails(
            donationId, amount, account.Holder, account.Iban, account.Bic, account.BankName, account.Currency, gift.TransferReference!, creditor,
            isEuro ? EpcQr.Payload(account.Holder, account.Iban, account.Bic, amount, creditor) : null);
    }
}
