using System.Globalization;
using System.Security.Cryptography;

namespace Charity.Donations;

/// <summary>
/// The reference of an announced transfer: twelve digits, so that it can be typed on any bank's page in any script. Ten
/// are random and the last two are check digits by ISO 7064 MOD 97-10, which finds every single wrong digit and every
/// swap of two neighbours; Luhn would miss 09 for 90. The same digits stand in a creditor reference (ISO 11649), which
/// uses the same arithmetic.
/// </summary>
public static class TransferReference
{
    public const int Length = 12;

    private const int Modulus = 97;

    /// <summary>A fresh reference. Random, so that nobody counts our gifts by it; the unique index makes it the only one.</summary>
    public static string New()
    {
        // The first digit is never 0: spreadsheets would drop it.
        var body = RandomNumberGenerator.GetInt32(1, 10).ToString(CultureInfo.InvariantCulture)
            + RandomNumberGenerator.GetInt32(0, 1_000_000_000).ToString("D9", CultureInfo.InvariantCulture);
        return WithCheck(body);
    }

    /// <summary>The digits with their two check digits.</summary>
    public static string WithCheck(string digits)
        => digits + (Modulus + 1 - Remainder(digits + "00")).ToString("D2", CultureInfo.InvariantCulture);

    /// <summary>True for twelve digits whose check digits are right. Spaces and dashes are to be taken out before.</summary>
    public static bool IsValid(string? reference)
        => reference is { Length: Length } && reference.All(char.IsAsciiDigit) && Remainder(reference) == 1;

    /// <summary>For reading aloud and copying by hand: three groups of four.</summary>
    public static string Grouped(string reference) => $"{reference[..4]} {reference[4..8]} {reference[8..]}";

    /// <summary>The same reference as an ISO 11649 creditor reference, <c>RF</c> with two check digits of its own before the twelve.</summary>
    public static string ToCreditorReference(string reference)
    {
        // R and F read as 27 and 15 (ISO 7064), the check digits as 00, all moved behind the reference.
        var check = Modulus + 1 - Remainder(reference + "271500");
        return "RF" + check.ToString("D2", CultureInfo.InvariantCulture) + reference;
    }

    private static int Remainder(string digits)
    {
        var remainder = 0;
        foreach (var digit in digits)
        {
            remainder = ((remainder * 10) + (digit - '0')) % Modulus;
        }

        return remainder;
    }
}
