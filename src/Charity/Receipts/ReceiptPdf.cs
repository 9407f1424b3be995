using Charity.Data;
using Charity.Documents;
using Charity.Organisation;
using Microsoft.EntityFrameworkCore;

namespace Charity.Receipts;

/// <summary>A drawn receipt.</summary>
public sealed record ReceiptFile(string FileName, byte[] Content);

/// <summary>Draws a receipt as a PDF from its snapshot and what stands today.</summary>
public sealed class ReceiptPdf(
    CharityDb db, ReceiptDocument template, IDocumentRenderer renderer, PublicTokens tokens, TaxIdVault vault, CountryPacks packs)
{
    /// <exception cref="DocumentException">It cannot be drawn.</exception>
    public async Task<ReceiptFile> DrawAsync(Receipt receipt, CancellationToken cancel)
    {
        var snapshot = ReceiptSnapshot.FromJson(receipt.Snapshot);
        var taxId = snapshot.DonorTaxId is null ? null
            : (await db.DonationTaxIds.AsNoTracking().SingleOrDefaultAsync(t => t.DonationId == receipt.DonationId, cancel))?.Open(vault);
        DateOnly? endedOn = null;
        if (receipt.VoidedAt is { } ended)
        {
            var pack = await db.LegalEntities.Where(e => e.Id == receipt.LegalEntityId).Select(e => e.CountryPack).SingleAsync(cancel);
            endedOn = packs.At(pack, ended).DayOf(ended);
        }

        var check = snapshot.CheckBase + tokens.For(Receipt.CheckToken, receipt.Id, receipt.TokenVersion);
        var document = template.Compose(snapshot, new ReceiptStanding(receipt.State, check, taxId, endedOn));
        return new ReceiptFile(receipt.Number + ".pdf", renderer.Render(document));
    }
}
