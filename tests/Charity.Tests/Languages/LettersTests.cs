using Charity.Languages;
using Xunit;

namespace Charity.Tests.Languages;

public class LettersTests
{
    /// <summary>The right-hand side is what Python's unicodedata gives for NFC.</summary>
    [Theory]
    [InlineData("\u0438\u0306", "\u0439")]
    [InlineData("\u0418\u0306", "\u0419")]
    [InlineData("\u0406\u0308", "\u0407")]
    [InlineData("\u0456\u0308", "\u0457")]
    [InlineData("\u0433\u0301", "\u0453")]
    [InlineData("\u041A\u0301", "\u040C")]
    [InlineData("\u0435\u0308", "\u0451")]
    [InlineData("\u0443\u0306", "\u045E")]
    [InlineData("\u0430\u0301", "\u0430\u0301")]
    [InlineData("e\u0301", "\u00E9")]
    [InlineData("a\u0302\u0323", "\u1EAD")]
    [InlineData("a\u0323\u0302", "\u1EAD")]
    [InlineData("\u00E2\u0323", "\u1EAD")]
    [InlineData("o\u0308\u0304", "\u022B")]
    [InlineData("\u00F6\u0304", "\u022B")]
    [InlineData("s\u0323\u0307", "\u1E69")]
    [InlineData("\u1E69\u0301", "\u1E69\u0301")]
    [InlineData("\u0301a", "\u0301a")]
    [InlineData("ab\u0301\u0301c", "ab\u0301\u0301c")]
    [InlineData("e\u0327\u0301", "\u0229\u0301")]
    [InlineData("c\u0327\u0301", "\u1E09")]
    [InlineData("\u03B1\u0313\u0301\u0345", "\u1F84")]
    [InlineData("\u00C5\u0301", "\u01FA")]
    [InlineData("q\u0307\u0323", "q\u0323\u0307")]
    [InlineData("\u0439\u0301", "\u0439\u0301")]
    [InlineData("\u044C\u0301", "\u044C\u0301")]
    [InlineData("a\u0315b", "a\u0315b")]
    [InlineData("u\u031B\u0301", "\u1EE9")]
    [InlineData("\u01D6\u0301", "\u01D6\u0301")]
    [InlineData("\u0306\u0438", "\u0306\u0438")]
    [InlineData("\u65E5\u0301", "\u65E5\u0301")]
    [InlineData("x\u0323\u0306\u0323y", "x\u0323\u0323\u0306y")]
    public void Letters_and_marks_are_composed(string text, string expected)
    {
        Assert.Equal(expected, Letters.Compose(text));
        Assert.Equal(expected, Letters.Compose(expected));
    }

#if !PRODUCTION_EDITION
    [Fact]
    public void The_platform_does_not_compose_without_icu()
    {
        // When this fails, the runtime has learnt it, and Letters.Compose can go. The Production edition carries ICU.
        Assert.Equal("\u0438\u0306", "\u0438\u0306".Normalize());
    }
#endif

    [Fact]
    public void Every_letter_that_comes_apart_comes_together_again()
    {
        var count = 0;
        for (var c = '\u00C0'; c < '\u2000'; c++)
        {
            var parts = new List<char>();
            Letters.Decompose(c, parts);
            if (parts.Count > 1)
            {
                count++;
                Assert.Equal(c.ToString(), Letters.Compose(new string([.. parts])));
            }
        }

        Assert.True(count > 700, $"only {count} letters with marks are known");
    }

    [Fact]
    public void Text_without_marks_is_not_copied()
    {
        const string text = "Ґанок, їжак і Ѓорѓи";
        Assert.Same(text, Letters.Compose(text));
    }
}
