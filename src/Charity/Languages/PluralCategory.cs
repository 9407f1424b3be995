namespace Charity.Languages;

/// <summary>The CLDR plural categories that our four languages use for whole numbers.</summary>
public enum PluralCategory
{
    One,
    Few,
    Many,
    Other,
}
