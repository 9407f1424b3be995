using System.Globalization;
using Charity.Accounting;
using Charity.Donations;
using Charity.Languages;

namespace Charity.Web.Pages.Give;

/// <summary>Turns what is wrong with a gift into a sentence beside its field.</summary>
internal static class GiveFaults
{
    public static void Add(this FieldErrors errors, AmountChoice choice, CurrencyChoice currency, LanguageTexts T)
    {
        switch (choice.Fault)
        {
            case AmountChoiceFault.Missing:
                errors.Add(FieldErrors.Amount, T["give.amount-missing"]);
                break;
            case AmountChoiceFault.Two:
                errors.Add(FieldErrors.Amount, T["give.amount-two"]);
                break;
            case AmountChoiceFault.Typed:
                errors.Add(FieldErrors.Amount, choice.Typed switch
                {
                    AmountFault.OtherCurrency => T["give.amount-other-currency", ("currency", currency.Currency.Code)],
                    AmountFault.TooManyDecimals => currency.Currency.Scale == 0
                        ? T["give.amount-no-decimals", ("currency", currency.Currency.Code)]
                        : T["give.amount-decimals", ("count", (int)currency.Currency.Scale)],
                    AmountFault.Negative or AmountFault.Zero => T["give.amount-not-positive"],
                    AmountFault.TooLarge => T["give.amount-too-large-for-us"],
                    AmountFault.HiddenCharacters => T["give.amount-hidden"],
                    _ => T["give.amount-not-a-number", ("example", AmountFormat.Input(Example(currency.Currency), T.Language))],
                });
                break;
            default:
                break;
        }
    }

    public static void Add(this FieldErrors errors, GiftFault fault, CurrencyChoice currency, LanguageTexts T)
    {
        var (field, text) = fault.Problem switch
        {
            GiftProblem.AttemptInvalid => (FieldErrors.Form, T["give.form-invalid"]),
            GiftProblem.CampaignNotFound or GiftProblem.CampaignNotOpen => (FieldErrors.Form, T["give.not-open"]),
            GiftProblem.MeansNotOffered => (FieldErrors.Means, T["give.means-not-offered"]),
            GiftProblem.CurrencyNotOffered => (FieldErrors.Currency, T["give.currency-not-offered"]),
            GiftProblem.AmountTooSmall => (FieldErrors.Amount, Limit(fault) is { } least
                ? T["give.amount-too-small", ("least", least)] : T["give.amount-not-positive"]),
            GiftProblem.AmountTooLarge => (FieldErrors.Amount, Limit(fault) is { } most
                ? T["give.amount-too-large", ("most", most)] : T["give.amount-too-large-for-us"]),
            GiftProblem.AmountTooFine => (FieldErrors.Amount, T["give.amount-too-fine", ("step", Limit(fault) ?? AmountFormat.Full(Example(currency.Currency), T.Language))]),
            GiftProblem.NameMissing => (FieldErrors.Name, T["give.name-missing"]),
            GiftProblem.NameTooLong => (FieldErrors.Name, T["give.too-long", ("most", Whole(fault))]),
            GiftProblem.NameUnprintable => (FieldErrors.Name, T["give.name-unprintable", ("characters", fault.Detail)]),
            GiftProblem.EmailInvalid => (FieldErrors.Email, T["give.email-invalid"]),
            GiftProblem.CompanyTooLong => (FieldErrors.Company, T["give.too-long", ("most", Whole(fault))]),
            GiftProblem.CompanyUnprintable => (FieldErrors.Company, T["give.name-unprintable", ("characters", fault.Detail)]),
            GiftProblem.DedicationMissing => (FieldErrors.Dedication, T["give.dedication-missing"]),
            GiftProblem.DedicationTooLong => (FieldErrors.Dedication, T["give.too-long", ("most", Whole(fault))]),
            GiftProblem.MessageTooLong => (FieldErrors.Message, T["give.message-too-long"]),
            GiftProblem.TermsNotAccepted => (FieldErrors.Terms, T["give.terms-missing"]),
            GiftProblem.TermsChanged => (FieldErrors.Terms, T["give.terms-changed"]),
            var other => throw new ArgumentOutOfRangeException(nameof(fault), other, null),
        };
        errors.Add(field, text);

        string? Limit(GiftFault of) => Minor(of) is { } minor ? AmountFormat.Full(new Money(minor, currency.Currency), T.Language) : null;
    }

    private static string Whole(GiftFault fault) => fault.Detail ?? "";

    private static long? Minor(GiftFault fault) =>
        long.TryParse(fault.Detail, NumberStyles.None, CultureInfo.InvariantCulture, out var minor) ? minor : null;

    /// <summary>An amount with minor units, to show how one is written.</summary>
    private static Money Example(Currency currency) => new((25 * currency.MinorPerMajor) + (currency.MinorPerMajor / 2), currency);
}
