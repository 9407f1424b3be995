namespace Charity.Languages;

/// <summary>
/// CLDR cardinal plural rules (release 46, plurals.xml) for whole numbers in our four languages. Our own table, so
/// that a newer operating system never changes a printed text.
/// </summary>
public static class Plurals
{
    /// <summary>The category of a whole number; the sign does not matter.</summary>
    public static PluralCategory Of(Language language, long number)
    {
        // The remainder of a negative number is negative, so the sign goes last: long.MinValue has no absolute value.
        var lastOne = Math.Abs((int)(number % 10));
        var lastTwo = Math.Abs((int)(number % 100));
        return language.Code switch
        {
            "uk" => Ukrainian(lastOne, lastTwo),
            // 1, 21, 101 ден, but 11 and 111 дена.
            "mk" => lastOne == 1 && lastTwo != 11 ? PluralCategory.One : PluralCategory.Other,
            _ => number is 1 or -1 ? PluralCategory.One : PluralCategory.Other,
        };
    }

    /// <summary>The categories a plural text must have in this language, so that every whole number finds its form.</summary>
    public static IReadOnlyList<PluralCategory> Needed(Language language) =>
        language == Language.Uk ? UkrainianCategories : OneAndOther;

    private static readonly PluralCategory[] UkrainianCategories = [PluralCategory.One, PluralCategory.Few, PluralCategory.Many];
    private static readonly PluralCategory[] OneAndOther = [PluralCategory.One, PluralCategory.Other];

    private static PluralCategory Ukrainian(int lastOne, int lastTwo) => lastOne switch
    {
        1 when lastTwo != 11 => PluralCategory.One,
        >= 2 and <= 4 when lastTwo is < 12 or > 14 => PluralCategory.Few,
        _ => PluralCategory.Many,
    };
}
