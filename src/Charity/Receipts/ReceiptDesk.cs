using Charity.Data;
using Charity.Donations;
using Charity.Notifications;
using Charity.Organisation;
using Microsoft.EntityFrameworkCore;

namespace Charity.Receipts;

/// <summary>
/// Writes receipts into the context: the next number of the series, the snapshot and the mail that brings it. Several of
/// one batch share one update of the series, so that numbers are gapless and cheap. The caller saves.
/// </summary>
public sealed class ReceiptDesk(
    CharityDb db, GiftPurposes purposes, SnapshotMaker snapshots, AddMail mails, CountryPacks packs, Ids ids, PublicTokens tokens, TimeProvider time)
{
    private readonly Dictionary<Guid, LegalEntity> entities = [];
    private readonly Dictionary<Guid, int> terms = [];
    private readonly Dictionary<(Guid Entity, int Year), ReceiptSeries> series = [];

    /// <summary>Loads what receipts of these gifts need: one query for each kind of thing.</summary>
    public async Task PrepareAsync(IReadOnlyCollection<Donation> gifts, CancellationToken cancel)
    {
        if (gifts.Count == 0)
        {
            return;
        }

        await purposes.PrepareAsync(gifts, cancel);
        await snapshots.PrepareAsync(cancel);
        var newEntities = gifts.Select(g => g.LegalEntityId).Where(id => !entities.ContainsKey(id)).Distinct().ToList();
        if (newEntities.Count > 0)
        {
            foreach (var entity in await db.LegalEntities.AsNoTracking().Where(e => newEntities.Contains(e.Id)).ToListAsync(cancel))
            {
                entities[entity.Id] = entity;
            }
        }

        var newTerms = gifts.Select(g => g.TermsVersionId).OfType<Guid>().Where(id => !terms.ContainsKey(id)).Distinct().ToList();
        if (newTerms.Count > 0)
        {
            foreach (var version in await db.Terms.AsNoTracking().Where(t => newTerms.Contains(t.Id)).Select(t => new { t.Id, t.Number }).ToListAsync(cancel))
            {
                terms[version.Id] = version.Number;
            }
        }

        foreach (var entity in entities.Values)
        {
            await PrepareSeriesAsync(entity, cancel);
        }
    }

    /// <summary>Issues a receipt for a prepared gift and adds the mail that sends it.</summary>
    /// <param name="nth">1 for the gift's first receipt, 2 for its first correction …</param>
    /// <param name="amountMinor">What it certifies, in minor units of the gift's currency.</param>
    /// <param name="replaces">The receipt it corrects.</param>
    /// <param name="taxId">Which number of the donor is printed.</param>
    public Receipt Issue(Donation gift, int nth, long amountMinor, Receipt? replaces, TaxIdKind? taxId)
    {
        var entity = entities[gift.LegalEntityId];
        var now = time.GetUtcNow().UtcDateTime;
        var pack = packs.At(entity, now);
        var issuedOn = pack.DayOf(now);
        var sequence = series[(entity.Id, issuedOn.Year)].Take();
        var number = FormattableString.Invariant($"{entity.ReceiptPrefix}-{issuedOn.Year}-{sequence:D6}");
        var snapshot = snapshots.Make(new SnapshotMaker.Case(
            gift, entity, pack, purposes.Of(gift), number, now, amountMinor, replaces?.Number,
            gift.TermsVersionId is { } id ? terms[id] : null, taxId));
        var receipt = Receipt.Issue(ids.New(), gift, Receipt.KindOf(nth), issuedOn.Year, sequence, number, snapshot, tokens);
        db.Receipts.Add(receipt);
        mails.Add(ReceiptMail.MailKind, receipt.Id.ToString("N"), gift.Email, gift.CompanyName ?? gift.DonorName, gift.Language, gift.Id);
        return receipt;
    }

    private async Task PrepareSeriesAsync(LegalEntity entity, CancellationToken cancel)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var year = packs.At(entity, now).DayOf(now).Year;
        if (!series.ContainsKey((entity.Id, year)))
        {
            var row = await db.ReceiptSeries.FindAsync([entity.Id, year], cancel);
            if (row is null)
            {
                row = new ReceiptSeries(entity.Id, year);
                db.ReceiptSeries.Add(row);
            }

            series[(entity.Id, year)] = row;
        }
    }
}
