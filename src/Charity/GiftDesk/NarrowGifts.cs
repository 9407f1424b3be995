using System.Text.RegularExpressions;
using Charity.Data;
using Charity.Data.Work;
using Charity.Donations;
using Charity.Exceptions;
using Charity.Languages;
using Charity.Receipts;
using Microsoft.EntityFrameworkCore;

namespace Charity.GiftDesk;

/// <summary>
/// Finds the gifts of a filter that names something rare: a name, a number, an unusual amount, a missing receipt. Each of
/// these has a way to a short list of candidates, which are then compared in memory; no walk through all gifts is needed,
/// and no engine is left a choice of ways. A filter that names nothing rare gets no list: what is not rare is met soon
/// enough on a walk by date.
/// </summary>
internal sealed partial class NarrowGifts(CharityDb db)
{
    /// <summary>Donors, or gifts, that are still a short list.</summary>
    private const int Most = 5_000;

    /// <summary>Gifts of those donors; more are no short list after all.</summary>
    private const int MostGifts = 50_000;

    /// <summary>Values in one list of a query.</summary>
    private const int Chunk = 500;

    /// <summary>All gifts of the filter, newest first, or null when it names nothing rare.</summary>
    public async Task<List<GiftFacts>?> FindAsync(GiftFilter filter, GiftRule rule, CancellationToken cancel)
    {
        if (await ByNumberAsync(filter.Words, cancel) is { Count: > 0 } named)
        {
            // The number is not part of a name; what else the filter says still holds.
            return Sorted(rule.PickNumbered(await FactsAsync(named, cancel)));
        }

        if (rule.Trouble is null && await ByReferencePartAsync(filter.Words, cancel) is { Count: > 0 } referred)
        {
            // The same digits may stand in a name or a company's number too; where they do in very many, the walk by date
            // meets them all, these among them.
            var worded = await ByWordsAsync(rule, cancel);
            if (worded is not null || !rule.Typed.All(word => word.All(char.IsAsciiDigit)))
            {
                return Sorted(rule.PickNumbered(referred).Concat(rule.Pick(worded ?? [])));
            }
        }

        var found = rule.Trouble switch
        {
            GiftTrouble.WithoutReceipt => await WithoutReceiptAsync(cancel),
            GiftTrouble.Disputed => await FactsAsync(await db.Disputes.AsNoTracking().Where(d => d.DonationId != null).OrderBy(d => d.Id).Select(d => d.DonationId!.Value)
                .Take(MostGifts).ToListAsync(cancel), cancel),
            _ => null,
        };
        found ??= await ByWordsAsync(rule, cancel) ?? await ByAmountAsync(rule, cancel);
        return found is null ? null : Sorted(rule.Pick(found));
    }

    private static List<GiftFacts> Sorted(IEnumerable<GiftFacts> gifts)
        => [.. gifts.DistinctBy(g => g.Id).OrderByDescending(g => new GiftPlace(g.CreatedAt, g.Id))];

    /// <summary>By the typed part that the fewest donors share.</summary>
    private async Task<List<GiftFacts>?> ByWordsAsync(GiftRule rule, CancellationToken cancel)
    {
        List<Guid>? fewest = null;
        foreach (var part in rule.Typed.SelectMany(GiftWords.PartsOf).Distinct().OrderByDescending(p => p.Length))
        {
            var end = part + char.MaxValue;
            var donors = await db.SearchParts.AsNoTracking()
                .Where(p => p.Part.CompareTo(part) >= 0 && p.Part.CompareTo(end) < 0)
                .Join(db.SearchHits, p => p.Word, h => h.Word, (p, h) => new { p.Part, h.DonorId })
                // The order in which the index is read, so that reading ends as soon as there are too many.
                .OrderBy(h => h.Part).Take((fewest?.Count ?? Most) + 1).Select(h => h.DonorId).ToListAsync(cancel);
            if (donors.Count <= (fewest?.Count ?? Most))
            {
                fewest = [.. donors.Distinct()];
            }

            if (fewest is { Count: <= Chunk })
            {
                break;
            }
        }

        if (fewest is null)
        {
            return null;
        }

        var found = new List<GiftFacts>();
        foreach (var some in fewest.Chunk(Chunk))
        {
            found.AddRange(await db.Donations.AsNoTracking().Where(d => some.Contains(d.DonorId)).OrderBy(d => d.DonorId)
                .Select(GiftFacts.Of).Take(MostGifts + 1 - found.Count).ToListAsync(cancel));
            if (found.Count > MostGifts)
            {
                return null;
            }
        }

        return found;
    }

    private async Task<List<GiftFacts>?> ByAmountAsync(GiftRule rule, CancellationToken cancel)
    {
        if (rule.Amounts is not var (least, most))
        {
            return null;
        }

        var gifts = await db.Donations.AsNoTracking().Where(d => d.AmountMinor >= least && d.AmountMinor <= most)
            .OrderBy(d => d.AmountMinor).Select(d => d.Id).Take(Most + 1).ToListAsync(cancel);
        return gifts.Count > Most ? null : await FactsAsync(gifts, cancel);
    }

    /// <summary>
    /// Paid gifts without a valid receipt: whose receipt is still to be written, whose receipt is void, and whom the nightly
    /// check has found without one. Nothing else takes a receipt away.
    /// </summary>
    private async Task<List<GiftFacts>> WithoutReceiptAsync(CancellationToken cancel)
    {
        var waiting = await db.Outbox.AsNoTracking()
            .Where(m => m.Kind == DonationPaid.Kind && (m.State == WorkState.Pending || m.State == WorkState.Started || m.State == WorkState.Parked || m.State == WorkState.Ignored))
            .OrderByDescending(m => m.Id).Select(m => m.Subject).Take(MostGifts).ToListAsync(cancel);
        var reported = await db.Exceptions.AsNoTracking().Where(e => e.Kind == ExceptionKind.ReceiptMissing && e.DonationId != null)
            .OrderBy(e => e.Id).Select(e => e.DonationId!.Value).Take(MostGifts).ToListAsync(cancel);
        var voided = await db.Receipts.AsNoTracking().Where(r => r.State == ReceiptState.Void)
            .OrderBy(r => r.DonationId).Select(r => r.DonationId).Take(MostGifts).ToListAsync(cancel);
        List<Guid> asked = [.. waiting.Select(s => Guid.TryParseExact(s, "N", out var id) ? id : Guid.Empty).Concat(reported).Concat(voided).Distinct()];
        var valid = new HashSet<Guid>();
        foreach (var some in asked.Chunk(Chunk))
        {
            valid.UnionWith((await db.Receipts.AsNoTracking().Where(r => some.Contains(r.DonationId)).Select(r => new { r.DonationId, r.State }).ToListAsync(cancel))
                .Where(r => r.State == ReceiptState.Valid).Select(r => r.DonationId));
        }

        return await FactsAsync([.. asked.Where(id => !valid.Contains(id))], cancel);
    }

    /// <summary>Gifts of a number as papers and pages carry it: receipt, transfer, card payment or our own. Empty when it is none.</summary>
    private async Task<List<Guid>> ByNumberAsync(string? words, CancellationToken cancel)
    {
        if (words is null)
        {
            return [];
        }

        var text = SearchText.Normalise(words);
        if (Guid.TryParse(text, out var gift))
        {
            return [gift];
        }

        if (ReceiptNumber().Match(text) is { Success: true } printed)
        {
            var number = $"{printed.Groups[1].Value}-{printed.Groups[2].Value.TrimStart('0').PadLeft(6, '0')}".ToUpperInvariant();
            return await db.Receipts.AsNoTracking().Where(r => r.Number == number).Select(r => r.DonationId).ToListAsync(cancel);
        }

        if (ProviderId().IsMatch(words.Trim()))
        {
            return await ByProviderIdAsync(words.Trim(), cancel);
        }

        var reference = DigitsOf(text);
        return TransferReference.IsValid(reference)
            ? await db.Donations.AsNoTracking().Where(d => d.TransferReference == reference).Select(d => d.Id).ToListAsync(cancel)
            : [];
    }

    /// <summary>
    /// Gifts whose transfer's reference holds these digits, however a bank or a person has parted them. None where so many
    /// words hold them that they name nothing rare.
    /// </summary>
    private async Task<List<GiftFacts>> ByReferencePartAsync(string? words, CancellationToken cancel)
    {
        if (words is null || DigitsOf(SearchText.Normalise(words)) is not { Length: >= GiftWords.ShortestOfReference and < TransferReference.Length } digits
            || !digits.All(char.IsAsciiDigit))
        {
            return [];
        }

        var end = digits + char.MaxValue;
        var donors = await db.SearchParts.AsNoTracking()
            .Where(p => p.Part.CompareTo(digits) >= 0 && p.Part.CompareTo(end) < 0)
            .Join(db.SearchHits, p => p.Word, h => h.Word, (p, h) => new { p.Part, h.DonorId })
            .OrderBy(h => h.Part).Take(Most + 1).Select(h => h.DonorId).ToListAsync(cancel);
        if (donors.Count > Most)
        {
            return [];
        }

        var found = new List<GiftFacts>();
        foreach (var some in donors.Distinct().Chunk(Chunk))
        {
            found.AddRange(await db.Donations.AsNoTracking()
                .Where(d => some.Contains(d.DonorId) && d.TransferReference != null && d.TransferReference.Contains(digits)).OrderBy(d => d.DonorId)
                .Select(GiftFacts.Of).Take(MostGifts).ToListAsync(cancel));
        }

        return found;
    }

    /// <summary>
    /// What is left without the marks between groups (spaces, dashes, dots, slashes), and without the letters and check
    /// digits before the reference of ISO 11649, in either script.
    /// </summary>
    private static string DigitsOf(string text)
    {
        var bare = string.Concat(text.Where(c => c is not (' ' or '-' or '.' or '/' or '_')));
        return CreditorReference().Match(bare) is { Success: true } reference ? reference.Groups[1].Value : bare;
    }

    private async Task<List<Guid>> ByProviderIdAsync(string id, CancellationToken cancel)
    {
        var charge = await db.StripeTransactions.AsNoTracking().Where(t => t.Id == id).Select(t => t.SourceId).FirstOrDefaultAsync(cancel) ?? id;
        var found = await db.Donations.AsNoTracking().Where(d => d.ChargeId == charge).Select(d => d.Id).ToListAsync(cancel);
        found.AddRange(await db.Donations.AsNoTracking().Where(d => d.PaymentIntentId == charge).Select(d => d.Id).ToListAsync(cancel));
        found.AddRange(await db.Donations.AsNoTracking().Where(d => d.SessionId == charge).Select(d => d.Id).ToListAsync(cancel));
        found.AddRange(await db.Refunds.AsNoTracking().Where(r => r.ProviderId == charge && r.DonationId != null).Select(r => r.DonationId!.Value).ToListAsync(cancel));
        found.AddRange(await db.Disputes.AsNoTracking().Where(r => r.ProviderId == charge && r.DonationId != null).Select(r => r.DonationId!.Value).ToListAsync(cancel));
        return found;
    }

    private async Task<List<GiftFacts>> FactsAsync(List<Guid> gifts, CancellationToken cancel)
    {
        var found = new List<GiftFacts>(gifts.Count);
        foreach (var some in gifts.Chunk(Chunk))
        {
            found.AddRange(await db.Donations.AsNoTracking().Where(d => some.Contains(d.Id)).Select(GiftFacts.Of).ToListAsync(cancel));
        }

        return found;
    }

    [GeneratedRegex("^([a-z0-9]{1,16}-20[0-9]{2})-([0-9]{1,9})\\z")]
    private static partial Regex ReceiptNumber();

    [GeneratedRegex("^(?:rf|рф)[0-9]{2}([0-9]{1,12})\\z")]
    private static partial Regex CreditorReference();

    [GeneratedRegex("^(cs|pi|ch|py|re|pyr|dp|du|txn)_[A-Za-z0-9_]{3,250}\\z")]
    private static partial Regex ProviderId();
}
