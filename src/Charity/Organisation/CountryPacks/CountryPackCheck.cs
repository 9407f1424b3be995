using Charity.Languages;

namespace Charity.Organisation;

/// <summary>Finds what is wrong with a pack beyond its form.</summary>
internal static class CountryPackCheck
{
    public static IEnumerable<string> Faults(CountryPack pack)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(pack.TimeZone, out _))
        {
            yield return $"'{pack.TimeZone}' is no time zone.";
        }

        if (pack.Id.Length == 0 || !pack.Id.All(char.IsAsciiLetterLower))
        {
            yield return "The id is not in small Latin letters.";
        }

        if (pack.Country is { } country && (country.Length != 2 || !country.All(char.IsAsciiLetterUpper)))
        {
            yield return "The country is no ISO 3166 code.";
        }

        if (!pack.SettlementCurrencies.Contains(pack.ReportingCurrency) || pack.SettlementCurrencies.Distinct().Count() != pack.SettlementCurrencies.Count)
        {
            yield return "The settlement currencies lack the reporting currency, or name one twice.";
        }

        foreach (var (what, text) in Texts(pack))
        {
            if (!Language.All.All(text.Has))
            {
                yield return $"{what} is not in all four languages.";
            }
        }

        foreach (var kind in Enum.GetValues<RecordKind>())
        {
            if (pack.Retention.Count(rule => rule.Record == kind && rule.Years is >= 1 and <= 100) != 1)
            {
                yield return $"Retention of {kind} is not named once, in 1 to 100 years.";
            }
        }

        foreach (var deadline in pack.Deadlines)
        {
            // A day that exists in every year.
            if (deadline.Month is < 1 or > 12 || deadline.Day < 1 || deadline.Day > DateTime.DaysInMonth(2026, deadline.Month))
            {
                yield return $"The deadline {deadline.Kind} is no day of a year.";
            }
        }

        foreach (var share in pack.TaxRelief.Select(relief => relief.BasisPoints).Append(pack.AdministrationCap?.BasisPoints ?? 1))
        {
            if (share is < 1 or > 10_000)
            {
                yield return $"A share of {share} basis points is not between 0 and 100 %.";
            }
        }

        foreach (var fault in CertificateFaults(pack))
        {
            yield return fault;
        }
    }

    private static IEnumerable<string> CertificateFaults(CountryPack pack)
    {
        var facts = pack.Certificate.Items.ToLookup(item => item.Fact);
        if (facts.Any(same => same.Count() > 1))
        {
            yield return "The certificate names a fact twice.";
        }

        // Without these it would prove nothing, in any country.
        CertificateFact[] needed = [CertificateFact.Number, CertificateFact.DonorName, CertificateFact.RecipientName, CertificateFact.Amount, CertificateFact.ReceivedOn];
        foreach (var fact in needed)
        {
            if (facts[fact].All(item => item.Required != RequiredWhen.Always))
            {
                yield return $"The certificate may lack {fact}.";
            }
        }

        if (pack.DonorTaxIds.Count > 0 != facts.Contains(CertificateFact.DonorTaxId))
        {
            yield return "Tax numbers of donors and their place on the certificate do not go together.";
        }

        if (pack.DonorTaxIds.DistinctBy(id => (id.Donor, id.Kind)).Count() != pack.DonorTaxIds.Count)
        {
            yield return "A kind of tax number is named twice.";
        }

        if (string.IsNullOrWhiteSpace(pack.Certificate.Template))
        {
            yield return "The certificate has no template.";
        }
    }

    private static IEnumerable<(string What, LocalizedText Text)> Texts(CountryPack pack)
    {
        yield return ("The lawyer's note", pack.LawyerNote);
        yield return ("The certificate's title", pack.Certificate.Title);
        yield return ("The legal basis", pack.Certificate.LegalBasis);
        foreach (var id in pack.DonorTaxIds)
        {
            yield return ($"The label of {id.Kind}", id.Label);
        }

        foreach (var relief in pack.TaxRelief)
        {
            yield return ($"The base of the relief for a {relief.Donor}", relief.Of);
        }

        if (pack.AdministrationCap is { } cap)
        {
            yield return ("The base of the cap on administration", cap.Of);
        }
    }
}
