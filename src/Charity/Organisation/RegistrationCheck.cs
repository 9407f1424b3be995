namespace Charity.Organisation;

/// <summary>
/// Whether the numbers of a legal entity can be right, by the rules of its country: form and check digit. No register is
/// asked, so a number that passes may still belong to somebody else.
/// </summary>
public static class RegistrationCheck
{
    /// <summary>Characters of a registration number.</summary>
    public const int MaxNumber = 32;

    /// <summary>Digits of the number in the Central Register of North Macedonia (ЕМБС), which is not the tax number there.</summary>
    private const int MacedonianDigits = 7;

    /// <summary>What is wrong with the two numbers; empty when nothing is.</summary>
    public static IEnumerable<OrganisationProblem> Faults(CountryPack pack, string registrationNumber, string? taxNumber)
    {
        if (!RegistrationFits(pack, registrationNumber.Trim()))
        {
            yield return OrganisationProblem.RegistrationNumberInvalid;
        }

        if (taxNumber is not null && !TaxFits(pack, taxNumber))
        {
            yield return OrganisationProblem.TaxNumberInvalid;
        }
    }

    /// <summary>Whether certificates of that country print a number of the recipient's and this entity has given none that they can print.</summary>
    public static bool LacksPrintedNumber(CountryPack pack, string registrationNumber, string? taxNumber)
        => pack.RecipientTaxId is { } kind
           && pack.Certificate.Items.Any(item => item.Fact == CertificateFact.RecipientTaxId)
           && !TaxId.TryRead(kind, taxNumber ?? registrationNumber, out _, out _);

    private static bool RegistrationFits(CountryPack pack, string number) => pack.RecipientTaxId switch
    {
        // In Bulgaria and Ukraine one number serves register and tax office.
        TaxIdKind.BgEik or TaxIdKind.UaEdrpou => TaxId.TryRead(pack.RecipientTaxId.Value, number, out _, out _),
        TaxIdKind.MkEdb => number.Length == MacedonianDigits && number.All(char.IsAsciiDigit),
        _ => number.Length is > 0 and <= MaxNumber && !number.Any(char.IsControl),
    };

    private static bool TaxFits(CountryPack pack, string number)
        => number.Length <= MaxNumber && !number.Any(char.IsControl)
           && (pack.RecipientTaxId is not { } kind || TaxId.TryRead(kind, number, out _, out _));
}
