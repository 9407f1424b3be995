namespace Charity.Languages.Words;

/// <summary>
/// A noun in the forms it takes after numbers. Ukrainian has three (1 гривня, 2 гривні, 5 гривень); the others have two
/// and leave <paramref name="Few"/> equal to <paramref name="Many"/>.
/// </summary>
internal sealed record CountedName(Gender Gender, string One, string Few, string Many)
{
    public CountedName(Gender gender, string one, string many)
        : this(gender, one, many, many)
    {
    }

    /// <summary>The form after a number written in figures or words.</summary>
    public string After(long number, Language language) => Plurals.Of(language, number) switch
    {
        PluralCategory.One => One,
        PluralCategory.Few => Few,
        _ => Many,
    };
}

/// <summary>A currency's name and that of its minor unit.</summary>
internal sealed record CurrencyWords(CountedName Major, CountedName Minor);
