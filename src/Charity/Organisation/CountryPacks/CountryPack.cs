using System.Text.Json.Serialization;
using Charity.Accounting;
using Charity.Languages;

namespace Charity.Organisation;

/// <summary>
/// What a country's law and custom ask of a charity there, as data with the day from which it holds: zone, currencies,
/// certificate, tax numbers, relief, retention, deadlines. Not legal advice: see <see cref="LawyerNote"/>. A change of
/// law is a new file with a later day, never an edit of an old one, so that an old certificate keeps its rules.
/// </summary>
public sealed record CountryPack
{
    /// <summary><c>bg</c>, <c>mk</c>, <c>ua</c> or <c>general</c>; a legal entity names it.</summary>
    public required string Id { get; init; }

    /// <summary>The first day, in the pack's zone, on which this version holds.</summary>
    public required DateOnly InForceFrom { get; init; }

    /// <summary>ISO 3166 code in capitals; null for the general pack.</summary>
    public required string? Country { get; init; }

    /// <summary>IANA name of the zone in which days, months and years of the entity begin.</summary>
    public required string TimeZone { get; init; }

    public required Currency ReportingCurrency { get; init; }

    /// <summary>Currencies in which an entity here holds money; the goal of its campaigns is in one of them.</summary>
    public required IReadOnlyList<Currency> SettlementCurrencies { get; init; }

    /// <summary>QR codes that a bank app of this country's donors reads for a transfer, best first.</summary>
    public required IReadOnlyList<TransferQr> TransferQr { get; init; }

    public required CertificateRules Certificate { get; init; }

    /// <summary>The numbers that identify a donor on a certificate; none in the general pack.</summary>
    public required IReadOnlyList<DonorTaxId> DonorTaxIds { get; init; }

    /// <summary>The kind of number that the recipient itself carries; null where any text may stand.</summary>
    public required TaxIdKind? RecipientTaxId { get; init; }

    public required IReadOnlyList<TaxRelief> TaxRelief { get; init; }

    /// <summary>The most that may go to administration; null where no law says so.</summary>
    public required AdministrationCap? AdministrationCap { get; init; }

    public required IReadOnlyList<RetentionRule> Retention { get; init; }

    public required IReadOnlyList<Deadline> Deadlines { get; init; }

    /// <summary>Shown to staff wherever the pack is chosen: a lawyer in the country must check it before use.</summary>
    public required LocalizedText LawyerNote { get; init; }

    [JsonIgnore]
    public TimeZoneInfo Zone => _zone ??= TimeZoneInfo.FindSystemTimeZoneById(TimeZone);

    private TimeZoneInfo? _zone;

    /// <summary>The day on which an instant falls in this country.</summary>
    /// <param name="utc">Its Kind is Utc.</param>
    public DateOnly DayOf(DateTime utc) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(utc, Zone));

    /// <summary>The first day on which a record of this kind and day may be destroyed.</summary>
    public DateOnly MayBeDestroyedFrom(RecordKind kind, DateOnly day)
    {
        var rule = Retention.Single(one => one.Record == kind);
        // Counted from 1 January of the next year, as the laws do.
        return new DateOnly(day.Year + 1 + rule.Years, 1, 1);
    }
}

/// <summary>Codes for a bank app that fill in a transfer.</summary>
public enum TransferQr
{
    /// <summary>European Payments Council, EPC069-12: SEPA credit transfers in euro.</summary>
    Epc,

    /// <summary>National Bank of Ukraine, Resolution 97: transfers in hryvnia.</summary>
    Nbu,
}

/// <summary>Records that the law makes an organisation keep.</summary>
public enum RecordKind
{
    /// <summary>Entries, registers, annual accounts and the documents behind them.</summary>
    Accounting,

    /// <summary>Certificates and what proves a donor's right to relief.</summary>
    Certificates,

    /// <summary>Papers that a tax inspection may ask for.</summary>
    TaxInspection,

    /// <summary>Everything else that carries accounting information.</summary>
    Other,
}

/// <summary>Years for which records of a kind are kept, counted from 1 January after the year they belong to.</summary>
public sealed record RetentionRule(RecordKind Record, int Years);

/// <summary>Who gives.</summary>
public enum DonorKind
{
    Person,
    Company,
}

/// <summary>When something must be given for a certificate.</summary>
public enum RequiredWhen
{
    Never,

    /// <summary>Only for a donor who will claim relief.</summary>
    ForTaxRelief,

    Always,
}

/// <summary>A number that identifies a donor. Two kinds for one sort of donor mean: either of them.</summary>
/// <param name="Label">What the number is called, for the form and the certificate.</param>
public sealed record DonorTaxId(DonorKind Donor, TaxIdKind Kind, RequiredWhen Required, LocalizedText Label);

/// <summary>How much of a gift a donor may set off.</summary>
/// <param name="BasisPoints">Hundredths of a percent: 500 is 5 %.</param>
/// <param name="Of">What the share is taken of.</param>
/// <param name="AtMost">The most, in minor units of <see cref="CountryPack.ReportingCurrency"/>; null for no further limit.</param>
/// <param name="Law">The provision, named as in the country.</param>
public sealed record TaxRelief(DonorKind Donor, int BasisPoints, LocalizedText Of, long? AtMost, string Law);

/// <inheritdoc cref="CountryPack.AdministrationCap"/>
/// <param name="BasisPoints">Hundredths of a percent.</param>
/// <param name="Of">What the share is taken of.</param>
public sealed record AdministrationCap(int BasisPoints, LocalizedText Of, string Law);

public enum DeadlineKind
{
    /// <summary>Until when a donor claims relief for the gifts of a year.</summary>
    DonorClaimsRelief,

    /// <summary>Until when the organisation publishes its annual report and accounts.</summary>
    PublishAnnualReport,
}

/// <summary>A day of the year after the one it is about.</summary>
public sealed record Deadline(DeadlineKind Kind, int Month, int Day, string Law)
{
    /// <summary>The last day for the gifts or accounts of <paramref name="year"/>.</summary>
    public DateOnly For(int year) => new(year + 1, Month, Day);
}
