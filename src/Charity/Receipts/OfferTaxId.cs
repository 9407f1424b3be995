using Charity.Data;
using Charity.Donations;
using Charity.Organisation;
using Microsoft.EntityFrameworkCore;

namespace Charity.Receipts;

/// <summary>What the thanks page offers a donor for the certificate.</summary>
/// <param name="Kinds">Numbers that may be added now; empty when none.</param>
/// <param name="AddedKind">The number that stands already, by its kind; itself it is not shown again.</param>
public sealed record TaxIdOffer(IReadOnlyList<DonorTaxId> Kinds, DonorTaxId? AddedKind);

/// <summary>Says whether a gift's certificate may carry a number of its donor, and which.</summary>
public sealed class OfferTaxId(CharityDb db, CountryPacks packs, TimeProvider time)
{
    public async Task<TaxIdOffer> RunAsync(Guid donationId, CancellationToken cancel)
    {
        var gift = await db.Donations.AsNoTracking().SingleAsync(d => d.Id == donationId, cancel);
        var kinds = await KindsAsync(gift, cancel);
        var added = await db.DonationTaxIds.AsNoTracking().Where(t => t.DonationId == donationId).Select(t => (TaxIdKind?)t.Kind).SingleOrDefaultAsync(cancel);
        if (added is not null)
        {
            return new TaxIdOffer([], kinds.FirstOrDefault(k => k.Kind == added));
        }

        var hasReceipt = await db.Receipts.AnyAsync(r => r.DonationId == donationId && r.State == ReceiptState.Valid, cancel);
        return new TaxIdOffer(hasReceipt ? kinds : [], null);
    }

    /// <summary>The kind of the donor's number that a receipt prints now: none where the number is of the other sort of donor.</summary>
    internal async Task<TaxIdKind?> PrintedKindAsync(Donation gift, CancellationToken cancel)
        => await db.DonationTaxIds.AsNoTracking().Where(t => t.DonationId == gift.Id).Select(t => (TaxIdKind?)t.Kind).SingleOrDefaultAsync(cancel) is { } added
           && (await KindsAsync(gift, cancel)).Any(k => k.Kind == added)
            ? added
            : null;

    /// <summary>The numbers that the country knows for this sort of donor, by today's rules.</summary>
    internal async Task<IReadOnlyList<DonorTaxId>> KindsAsync(Donation gift, CancellationToken cancel)
    {
        var pack = await db.LegalEntities.Where(e => e.Id == gift.LegalEntityId).Select(e => e.CountryPack).SingleAsync(cancel);
        var donor = gift.CompanyName is null ? DonorKind.Person : DonorKind.Company;
        return [.. packs.At(pack, time.GetUtcNow().UtcDateTime).DonorTaxIds.Where(id => id.Donor == donor && id.Required != RequiredWhen.Never)];
    }
}
