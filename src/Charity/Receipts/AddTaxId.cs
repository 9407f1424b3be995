using Charity.Data;
using Charity.Organisation;
using Microsoft.EntityFrameworkCore;

namespace Charity.Receipts;

public enum AddTaxIdOutcome
{
    /// <summary>Stored; a corrected receipt that prints it is on its way.</summary>
    Added,

    /// <summary>The same number stands already.</summary>
    AlreadyAdded,

    /// <summary>Another number stands already; only a person can change it.</summary>
    AnotherStands,

    /// <summary>The typed number cannot be right: see the fault.</summary>
    Wrong,

    /// <summary>There is no valid receipt to print it on, or the country knows no such number.</summary>
    NotOffered,
}

/// <param name="Fault">Why the number cannot be right.</param>
public sealed record TaxIdResult(AddTaxIdOutcome Outcome, TaxIdFault Fault = TaxIdFault.None);

/// <summary>
/// Adds the donor's tax number to the certificate of a gift: checked by its check digits, encrypted, and printed on a
/// corrected receipt that takes the place of the old one. The number is never logged.
/// </summary>
public sealed class AddTaxId(CharityDb db, OfferTaxId offer, ReceiptDesk desk, TaxIdVault vault, TimeProvider time)
{
    /// <param name="Typed">As typed; spaces and hyphens are taken off.</param>
    public sealed record Input(Guid DonationId, TaxIdKind Kind, string? Typed)
    {
        /// <summary>Without the number, should anyone ever log it.</summary>
        public override string ToString() => $"{Kind} of gift {DonationId}";
    }

    public async Task<TaxIdResult> RunAsync(Input input, CancellationToken cancel)
    {
        var gift = await db.Donations.AsNoTracking().SingleOrDefaultAsync(d => d.Id == input.DonationId, cancel);
        if (gift is null || !(await offer.KindsAsync(gift, cancel)).Any(k => k.Kind == input.Kind))
        {
            return new TaxIdResult(AddTaxIdOutcome.NotOffered);
        }

        if (!TaxId.TryRead(input.Kind, input.Typed, out var digits, out var fault))
        {
            return new TaxIdResult(AddTaxIdOutcome.Wrong, fault);
        }

        var receipts = await db.Receipts.Where(r => r.DonationId == gift.Id).ToListAsync(cancel);
        var standing = receipts.SingleOrDefault(r => r.State == ReceiptState.Valid);
        if (standing is null)
        {
            return new TaxIdResult(AddTaxIdOutcome.NotOffered);
        }

        if (await db.DonationTaxIds.AsNoTracking().SingleOrDefaultAsync(t => t.DonationId == gift.Id, cancel) is { } stored)
        {
            return new TaxIdResult(stored.Kind == input.Kind && stored.Open(vault) == digits ? AddTaxIdOutcome.AlreadyAdded : AddTaxIdOutcome.AnotherStands);
        }

        var now = time.GetUtcNow().UtcDateTime;
        db.DonationTaxIds.Add(new DonationTaxId(gift.Id, input.Kind, digits, vault, now));
        await desk.PrepareAsync([gift], cancel);
        var amount = ReceiptSnapshot.FromJson(standing.Snapshot).AmountMinor;
        var corrected = desk.Issue(gift, receipts.Count + 1, amount, standing, input.Kind);
        standing.Replace($"The donor added a tax number. Replaced by {corrected.Number}.", now);
        await db.SaveChangesAsync(cancel);
        return new TaxIdResult(AddTaxIdOutcome.Added);
    }
}
