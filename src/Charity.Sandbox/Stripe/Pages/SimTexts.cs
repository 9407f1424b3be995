using Charity.Accounting;
using Charity.Languages;
using Charity.Sandbox.Stripe.Amounts;

namespace Charity.Sandbox.Stripe.Pages;

/// <summary>The words of the simulator's pages, in the reader's language.</summary>
internal static class SimTexts
{
    private static readonly Texts All = Texts.Load([typeof(SimTexts).Assembly]);

    internal static LanguageTexts In(Language language) => All.In(language);

    /// <summary>
    /// The language asked for by <c>?lang=</c>, else that of the session, else the browser's. Stripe's own page speaks
    /// neither Ukrainian nor Macedonian; this one has links to all four.
    /// </summary>
    internal static Language LanguageOf(HttpContext context, string? sessionLocale)
    {
        if (Language.TryOf(context.Request.Query["lang"], out var chosen)
            || (sessionLocale is not null && Language.TryOf(sessionLocale.Split('-')[0], out chosen)))
        {
            return chosen;
        }

        return Language.FromAcceptLanguage(context.Request.Headers.AcceptLanguage, Language.En);
    }

    /// <summary>An amount as people of the language write it.</summary>
    internal static string Amount(long minor, string currency, Language language)
    {
        // Króna and shilling have two decimals at Stripe and none elsewhere: they are shown without the application's tables.
        return Currency.TryOf(currency.ToUpperInvariant(), out var known) && known.Scale == CurrencyRules.Scale(currency)
            ? AmountFormat.Full(new Money(minor, known), language)
            : $"{MinorText.Major(minor, CurrencyRules.Scale(currency))} {currency.ToUpperInvariant()}";
    }
}
