using System.Globalization;
using System.Net.Mail;
using Charity.Sandbox.Stripe.Cards;
using Charity.Sandbox.Stripe.Flow;

namespace Charity.Sandbox.Stripe.Pages;

/// <summary>What was typed on the Checkout page, checked as Stripe's page checks it before anything is charged.</summary>
internal sealed record CardForm(string Number, string Expiry, string Cvc, string Email, string Name)
{
    private const int LongestField = 200;

    internal static CardForm Prefilled(string? email) => new("4242 4242 4242 4242", "12/34", "123", email ?? "donor@example.com", "");

    internal static CardForm Read(IFormCollection form)
    {
        string Field(string name) => form[name].ToString() is var text && text.Length > LongestField ? text[..LongestField] : text.Trim();

        // A button of another outcome carries its card; the fields then count for the rest only.
        var number = Field("choice") is { Length: > 0 } choice ? choice : Field("card");
        return new CardForm(number, Field("expiry"), Field("cvc"), Field("email"), Field("name"));
    }

    /// <summary>Code of the first mistake, or null and the payer.</summary>
    internal (string? Error, Payer? Payer) Check(DateTimeOffset now)
    {
        var digits = TestCards.Digits(Number);
        if (digits == TestCards.IncorrectNumber || !TestCards.HasCheckDigit(digits))
        {
            return ("incorrect_number", null);
        }

        if (ReadExpiry() is not var (month, year) || new DateTime(year, month, 1).AddMonths(1) <= now.UtcDateTime)
        {
            return ("invalid_expiry", null);
        }

        if (Cvc.Length is < 3 or > 4 || !Cvc.All(char.IsAsciiDigit))
        {
            return ("invalid_cvc", null);
        }

        return MailAddress.TryCreate(Email, out var address) && address.Address == Email
            ? (null, new Payer(Email, Name.Length == 0 ? null : Name, month, year))
            : ("email_invalid", null);
    }

    private (int Month, int Year)? ReadExpiry()
    {
        var parts = Expiry.Split('/', StringSplitOptions.TrimEntries);
        return parts.Length == 2 && parts[1].Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var month) && month is >= 1 and <= 12
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            ? (month, 2000 + year)
            : null;
    }
}
