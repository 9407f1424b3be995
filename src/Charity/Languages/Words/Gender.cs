namespace Charity.Languages.Words;

/// <summary>The grammatical gender of what is counted: "один лев", "одна гривня", "одне євро".</summary>
internal enum Gender
{
    Masculine,
    Feminine,
    Neuter,
}
