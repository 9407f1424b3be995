using System.Globalization;
using Charity.Accounting;

namespace Charity.Languages;

/// <summary>Writes a value into a text as a reader of the language expects it.</summary>
internal static class TextValue
{
    public static string Write(object? value, Language language) => value switch
    {
        null => "",
        string text => text,
        int number => NumberFormat.Whole(number, language),
        long number => NumberFormat.Whole(number, language),
        Money money => AmountFormat.Full(money, language),
        DateOnly date => DateFormat.Full(date, language),
        LocalizedText text => text.In(language, Language.En).Text,
        // Their own ToString says what belongs into a text; anything else has no form here and is a mistake.
        TextIn or Language or Guid => value.ToString()!,
        _ => throw new TextsException(string.Create(CultureInfo.InvariantCulture, $"A {value.GetType().Name} has no form in a text: write it out first.")),
    };
}
