using Charity.Accounting;
using Charity.Data;
using Charity.Donations;
using Charity.Languages;
using Charity.Organisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Charity.Receipts;

/// <summary>Collects every fact that a receipt prints.</summary>
public sealed class SnapshotMaker(CharityDb db, IOptions<SiteOptions> site)
{
    private Language? fallback;

    /// <param name="Number">The receipt's own.</param>
    /// <param name="AmountMinor">What is certified, in minor units of the gift's currency.</param>
    /// <param name="Replaces">Number of the receipt it corrects.</param>
    /// <param name="TermsNumber">Version of the terms that the donor accepted.</param>
    public sealed record Case(
        Donation Gift, LegalEntity Entity, CountryPack Pack, GiftPurpose Purpose, string Number, DateTime IssuedAt, long AmountMinor,
        string? Replaces, int? TermsNumber, TaxIdKind? TaxId);

    /// <summary>Reads the organisation's language once.</summary>
    public async Task PrepareAsync(CancellationToken cancel)
        => fallback ??= await db.Organisations.AsNoTracking().Select(o => o.DefaultLanguage).SingleOrDefaultAsync(cancel) is { } code
            ? Language.Of(code)
            : Language.En;

    public ReceiptSnapshot Make(Case about)
    {
        var (gift, entity, pack) = (about.Gift, about.Entity, about.Pack);
        // The law asks for the day on which the recipient got the money. A card charge is the recipient's at once, even
        // when we learn of it later; the day a transfer arrived is known when finance matches it.
        var paidOn = pack.DayOf(gift.PaidAt ?? gift.SucceededAt ?? about.IssuedAt);
        var donors = Language.Of(gift.Language);
        Language[] languages = donors == pack.Certificate.Language ? [donors]
            : pack.Certificate.CopyInDonorsLanguage ? [donors, pack.Certificate.Language]
            : [pack.Certificate.Language];
        return new ReceiptSnapshot(
            about.Number, about.IssuedAt, pack.DayOf(about.IssuedAt), about.Replaces, pack.Certificate.Template,
            about.AmountMinor, gift.Currency, CoveredFee(about), paidOn, paidOn, gift.Channel,
            gift.TransferReference ?? gift.ChargeId ?? gift.PaymentIntentId ?? gift.Id.ToString("N"),
            gift.DonorName, gift.CompanyName, gift.CompanyNumber, about.TaxId, gift.DedicationKind, gift.DedicationName,
            entity.Code, entity.RegistrationNumber, entity.RegisterUrl,
            Prints(pack, CertificateFact.Signatory) ? entity.SignatoryName : null, about.TermsNumber, site.Value.Address("/check/"),
            [.. languages.Select(language => Page(about, language))],
            Prints(pack, CertificateFact.RecipientTaxId) ? entity.TaxNumber : null);
    }

    private ReceiptPage Page(Case about, Language language)
    {
        var (gift, entity, pack) = (about.Gift, about.Entity, about.Pack);
        var currency = Currency.Of(gift.Currency);
        var amount = new Money(about.AmountMinor, currency);
        var covered = CoveredFee(about);
        return new ReceiptPage(
            language, In(pack.Certificate.Title), AmountFormat.Full(amount, language), AmountInWords.Of(amount, language),
            covered > 0 ? AmountFormat.Full(new Money(covered, currency), language) : null,
            In(entity.Name), In(entity.Address), Label(pack, entity.RegistrationNumber) is { } label ? In(label) : null,
            In(about.Purpose.Campaign), In(about.Purpose.Fund),
            Prints(pack, CertificateFact.Signatory) && entity.SignatoryName is not null ? OrNull(entity.SignatoryRole) : null,
            about.TaxId is { } kind && pack.DonorTaxIds.FirstOrDefault(id => id.Kind == kind) is { } known ? In(known.Label) : null,
            In(pack.Certificate.LegalBasis), language == pack.Certificate.Language,
            Label(pack, entity.TaxNumber) is { } taxLabel ? In(taxLabel) : null);

        string In(LocalizedText text) => text.In(language, fallback ?? Language.En).Text;

        string? OrNull(LocalizedText text) => text.IsEmpty ? null : In(text);
    }

    /// <summary>A correction certifies what is left, of which no part can be named as the fee.</summary>
    private static long CoveredFee(Case about) => about.AmountMinor == about.Gift.AmountMinor ? about.Gift.CoveredFeeMinor : 0;

    private static bool Prints(CountryPack pack, CertificateFact fact) => pack.Certificate.Items.Any(item => item.Fact == fact);

    /// <summary>The country's name for a number of the recipient, where it is a number of that kind.</summary>
    private static LocalizedText? Label(CountryPack pack, string? number)
        => pack.RecipientTaxId is { } kind && TaxId.TryRead(kind, number, out _, out _)
            ? pack.DonorTaxIds.FirstOrDefault(id => id.Kind == kind)?.Label
            : null;
}
