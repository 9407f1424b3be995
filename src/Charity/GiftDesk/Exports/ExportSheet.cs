using System.Text;
using Charity.Data;
using Charity.Donations;
using Charity.Languages;
using Charity.Receipts;
using Microsoft.EntityFrameworkCore;

namespace Charity.GiftDesk;

/// <summary>The columns of an export and how a gift fills them.</summary>
public sealed class ExportSheet(CharityDb db, Texts texts, GiftCalendar calendar)
{
    /// <summary>Heads as programs know them; they never change. People read the text <c>gift-export.head.…</c> instead.</summary>
    public static readonly IReadOnlyList<string> Heads =
    [
        "gift_id", "created_local", "created_utc", "paid_local", "paid_utc", "status", "channel", "amount", "currency", "covered_fee",
        "settled_amount", "settled_currency", "provider_fee", "refunded", "lost", "donor_name", "email", "company_name", "company_number",
        "shown_as", "message", "campaign", "fund", "entity", "receipt_number", "transfer_reference", "payment_id", "charge_id", "language", "news",
    ];

    /// <summary>Values in one list of a query.</summary>
    private const int Chunk = 500;

    private static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Bytes of these gifts in the order given, with the heads before them where it is the first part.</summary>
    internal async Task<byte[]> WriteAsync(GiftExport export, IReadOnlyList<GiftPlace> gifts, bool first, CancellationToken cancel)
    {
        var T = texts.In(Language.Of(export.Language));
        var sheet = new StringBuilder(gifts.Count * 300);
        var line = new CsvLine(sheet);
        if (first)
        {
            // The mark by which spreadsheets know UTF-8.
            sheet.Append('\uFEFF');
            foreach (var head in Heads)
            {
                line.Text(export.ForPrograms ? head : T[$"gift-export.head.{head}"]);
            }

            line.End();
        }

        var names = await NamesAsync(cancel);
        var zone = await calendar.ZoneAsync(GiftFilter.Parse(export.Filter).Entity, cancel);
        foreach (var some in gifts.Chunk(Chunk))
        {
            var ids = some.Select(p => p.Id).ToList();
            var rows = await db.Donations.AsNoTracking().Where(d => ids.Contains(d.Id)).ToDictionaryAsync(d => d.Id, cancel);
            var receipts = (await db.Receipts.AsNoTracking().Where(r => ids.Contains(r.DonationId))
                    .Select(r => new { r.DonationId, r.Number, r.State }).ToListAsync(cancel))
                .Where(r => r.State == ReceiptState.Valid).ToDictionary(r => r.DonationId, r => r.Number);
            foreach (var id in ids)
            {
                Add(line, rows[id], receipts.GetValueOrDefault(id), names, zone, export.ForPrograms ? null : T);
            }
        }

        return Utf8.GetBytes(sheet.ToString());
    }

    private static void Add(CsvLine line, Donation gift, string? receipt, Names names, TimeZoneInfo zone, LanguageTexts? T)
    {
        line.Text(gift.Id.ToString()).Local(gift.CreatedAt, zone).Utc(gift.CreatedAt).Local(gift.PaidAt, zone).Utc(gift.PaidAt)
            .Text(T is null ? gift.Status.ToString() : T[$"gift-export.status.{gift.Status}"])
            .Text(T is null ? gift.Channel.ToString() : T[$"gift-export.channel.{gift.Channel}"])
            .Amount(gift.AmountMinor, gift.Currency).Text(gift.Currency).Amount(gift.CoveredFeeMinor, gift.Currency)
            .Amount(gift.SettledMinor, gift.SettledCurrency).Text(gift.SettledCurrency).Amount(gift.FeeMinor, gift.SettledCurrency)
            .Amount(gift.RefundedMinor, gift.Currency).Amount(gift.LostToDisputeMinor, gift.Currency)
            .Text(gift.DonorName).Text(gift.Email).Text(gift.CompanyName).Text(gift.CompanyNumber)
            .Text(T is null ? gift.Anonymity.ToString() : T[$"gift-export.shown.{gift.Anonymity}"]).Text(gift.Message)
            .Text(names.Campaign(gift.CampaignId, T?.Language)).Text(names.Fund(gift.FundId, T?.Language)).Text(names.Entity(gift.LegalEntityId, T?.Language))
            .Text(receipt).Text(gift.TransferReference).Text(gift.PaymentIntentId).Text(gift.ChargeId)
            .Text(T is not null && Language.TryOf(gift.Language, out var spoken) ? spoken.NativeName : gift.Language)
            .Text(T is null ? (gift.NewsConsent ? "yes" : "no") : gift.NewsConsent ? T["gift-export.yes"] : T["gift-export.no"])
            .End();
    }

    private async Task<Names> NamesAsync(CancellationToken cancel)
    {
        var fallback = await db.Organisations.AsNoTracking().Select(o => o.DefaultLanguage).SingleOrDefaultAsync(cancel);
        return new(
            fallback is null ? Language.En : Language.Of(fallback),
            await db.Campaigns.AsNoTracking().ToDictionaryAsync(c => c.Id, c => (c.Slug, c.Title), cancel),
            await db.Funds.AsNoTracking().ToDictionaryAsync(f => f.Id, f => (f.Code, f.Name), cancel),
            await db.LegalEntities.AsNoTracking().ToDictionaryAsync(e => e.Id, e => (e.Code, e.Name), cancel));
    }

    /// <summary>People read names, programs the short codes that do not change.</summary>
    private sealed record Names(
        Language Fallback, IReadOnlyDictionary<Guid, (string Slug, LocalizedText Title)> Campaigns,
        IReadOnlyDictionary<Guid, (string Code, LocalizedText Name)> Funds, IReadOnlyDictionary<Guid, (string Code, LocalizedText Name)> Entities)
    {
        public string Campaign(Guid id, Language? language) => language is null ? Campaigns[id].Slug : Campaigns[id].Title.In(language, Fallback).Text;

        public string Fund(Guid id, Language? language) => language is null ? Funds[id].Code : Funds[id].Name.In(language, Fallback).Text;

        public string Entity(Guid id, Language? language) => language is null ? Entities[id].Code : Entities[id].Name.In(language, Fallback).Text;
    }
}
