using System.Globalization;
using Charity.Accounting;
using Charity.Languages;

namespace Charity.Web.Pages.Give;

/// <summary>Why there is no single amount in what was chosen and typed.</summary>
public enum AmountChoiceFault
{
    None,

    /// <summary>Neither chosen nor typed.</summary>
    Missing,

    /// <summary>One amount is chosen and another typed; only the donor knows which is meant.</summary>
    Two,

    /// <summary>What was typed is no amount; see the other fault.</summary>
    Typed,
}

/// <summary>The amount that a form asks for: a chosen one, or one that was typed, never a guess between two.</summary>
public sealed record AmountChoice(Money? Amount, AmountChoiceFault Fault, AmountFault Typed, bool IsPreset)
{
    public static AmountChoice Of(GiveInput input, CurrencyChoice currency, Language language)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(currency);
        var preset = ChosenPreset(input, currency);
        var typed = input.OwnAmount;
        if (string.IsNullOrWhiteSpace(typed))
        {
            return preset is { } only ? new(only, AmountChoiceFault.None, AmountFault.None, true) : new(null, AmountChoiceFault.Missing, AmountFault.Empty, false);
        }

        if (!AmountText.TryParse(typed, currency.Currency, AmountNotations.OfLanguage(language.Code), out var own, out var fault))
        {
            return new(null, AmountChoiceFault.Typed, fault, false);
        }

        return preset is { } both && both != own
            ? new(null, AmountChoiceFault.Two, AmountFault.None, false)
            : new(own, AmountChoiceFault.None, AmountFault.None, false);
    }

    /// <summary>Only what the form offered can be chosen; anything else counts as nothing chosen.</summary>
    private static Money? ChosenPreset(GiveInput input, CurrencyChoice currency) =>
        input.Preset.TryGetValue(currency.Currency.Code, out var text)
        && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var minor)
            ? currency.Presets.FirstOrDefault(p => p.Amount.Minor == minor)?.Amount
            : null;
}
