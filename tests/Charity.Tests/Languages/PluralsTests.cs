using Charity.Languages;
using Xunit;

namespace Charity.Tests.Languages;

/// <summary>The numbers are the @integer samples of CLDR's plurals.xml.</summary>
public class PluralsTests
{
    [Theory]
    [InlineData("one", "1 21 31 41 51 61 71 81 101 1001 -1 -21")]
    [InlineData("few", "2 3 4 22 23 24 32 33 34 42 43 44 52 62 102 1002 -2")]
    [InlineData("many", "0 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 100 111 112 114 1000 10000 100000 1000000 -11")]
    public void Ukrainian(string category, string numbers) => Check(Language.Uk, category, numbers);

    [Theory]
    [InlineData("one", "1 21 31 41 51 61 71 81 101 1001 -1")]
    [InlineData("other", "0 2 3 4 5 10 11 12 16 100 111 1000 1011 10000 1000000")]
    public void Macedonian(string category, string numbers) => Check(Language.Mk, category, numbers);

    [Theory]
    [InlineData("one", "1 -1")]
    [InlineData("other", "0 2 3 11 16 21 100 101 1000 1001 1000000")]
    public void Bulgarian_and_english(string category, string numbers)
    {
        Check(Language.Bg, category, numbers);
        Check(Language.En, category, numbers);
    }

    [Fact]
    public void Every_number_has_a_category_that_texts_must_have()
    {
        foreach (var language in Language.All)
        {
            foreach (var number in Enumerable.Range(-1000, 2200).Select(n => (long)n).Append(long.MinValue).Append(long.MaxValue))
            {
                Assert.Contains(Plurals.Of(language, number), Plurals.Needed(language));
            }
        }
    }

    private static void Check(Language language, string category, string numbers)
    {
        foreach (var number in numbers.Split(' '))
        {
            var found = Plurals.Of(language, long.Parse(number, System.Globalization.CultureInfo.InvariantCulture));
            Assert.True(string.Equals(category, found.ToString(), StringComparison.OrdinalIgnoreCase), $"{language} {number} is {found}");
        }
    }
}
