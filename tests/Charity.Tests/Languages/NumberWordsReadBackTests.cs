using Charity.Accounting;
using Charity.Languages;
using Xunit;

namespace Charity.Tests.Languages;

/// <summary>
/// A second, much simpler program adds up the words again: whatever is spelled out must mean the number it came from.
/// </summary>
public class NumberWordsReadBackTests
{
    [Theory]
    [InlineData("uk", "UAH", "гривень гривня гривні копійок копійка копійки")]
    [InlineData("bg", "EUR", "евро и цента цент")]
    [InlineData("mk", "MKD", "денари денар и дени")]
    [InlineData("en", "EUR", "euros euro and cents cent")]
    public void The_words_mean_the_number(string code, string currency, string ignored)
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var skipped = ignored.Split(' ').ToHashSet();
        var seen = new Dictionary<string, long>();
        foreach (var number in Enumerable.Range(0, 2200).Select(n => (long)n).Concat(Enumerable.Range(0, 20_000).Select(_ => Pick(random))))
        {
            var words = AmountInWords.Of(new Money(checked(number * 100), Currency.Of(currency)), Language.Of(code));
            Assert.True(number == Read(words, skipped), $"seed {seed}: {number} is spelled '{words}'");
            Assert.True(!words.Contains("  ", StringComparison.Ordinal) && words.Trim() == words, words);
            if (seen.TryGetValue(words, out var other))
            {
                Assert.Equal(other, number);
            }

            seen[words] = number;
        }
    }

    /// <summary>Few digits and many, with many zeros among them.</summary>
    private static long Pick(Random random)
    {
        long number = 0;
        for (var digits = random.Next(1, 15); digits > 0; digits--)
        {
            number = (number * 10) + (random.Next(3) == 0 ? random.Next(10) : random.Next(2) * random.Next(10));
        }

        return number;
    }

    private static long Read(string words, HashSet<string> skipped)
    {
        long total = 0;
        long group = 0;
        foreach (var word in words.Split(' ', '-'))
        {
            if (skipped.Contains(word) || word == "00")
            {
                continue;
            }

            Assert.True(Values.TryGetValue(word, out var value), $"'{word}' is no number word");
            if (value >= 1000)
            {
                total += Math.Max(group, 1) * value;
                group = 0;
            }
            else if (word == "hundred")
            {
                group *= 100;
            }
            else
            {
                group += value;
            }
        }

        return total + group;
    }

    private static readonly Dictionary<string, long> Values = Parse(
        "0 нуль нула zero",
        "1 один одна одне един една едно еден one",
        "2 два дві две two",
        "3 три three",
        "4 чотири четири four",
        "5 п’ять пет five",
        "6 шість шест six",
        "7 сім седем седум seven",
        "8 вісім осем осум eight",
        "9 дев’ять девет nine",
        "10 десять десет ten",
        "11 одинадцять единадесет единаесет eleven",
        "12 дванадцять дванадесет дванаесет twelve",
        "13 тринадцять тринадесет тринаесет thirteen",
        "14 чотирнадцять четиринадесет четиринаесет fourteen",
        "15 п’ятнадцять петнадесет петнаесет fifteen",
        "16 шістнадцять шестнадесет шеснаесет sixteen",
        "17 сімнадцять седемнадесет седумнаесет seventeen",
        "18 вісімнадцять осемнадесет осумнаесет eighteen",
        "19 дев’ятнадцять деветнадесет деветнаесет nineteen",
        "20 двадцять двадесет дваесет twenty",
        "30 тридцять тридесет триесет thirty",
        "40 сорок четиридесет четириесет forty",
        "50 п’ятдесят петдесет педесет fifty",
        "60 шістдесят шестдесет шеесет sixty",
        "70 сімдесят седемдесет седумдесет seventy",
        "80 вісімдесят осемдесет осумдесет eighty",
        "90 дев’яносто деветдесет деведесет ninety",
        "100 сто hundred",
        "200 двісті двеста двесте",
        "300 триста",
        "400 чотириста четиристотин четиристотини",
        "500 п’ятсот петстотин петстотини",
        "600 шістсот шестстотин шестотини",
        "700 сімсот седемстотин седумстотини",
        "800 вісімсот осемстотин осумстотини",
        "900 дев’ятсот деветстотин деветстотини",
        "1000 тисяча тисячі тисяч хиляда хиляди илјада илјади thousand",
        "1000000 мільйон мільйони мільйонів милион милиона милиони million",
        "1000000000 мільярд мільярди мільярдів милиард милиарда милијарда милијарди billion",
        "1000000000000 трильйон трильйони трильйонів трилион трилиона билион билиони trillion");

    private static Dictionary<string, long> Parse(params string[] lines)
    {
        var values = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            var items = line.Split(' ');
            foreach (var word in items[1..])
            {
                values[word] = long.Parse(items[0], System.Globalization.CultureInfo.InvariantCulture);
            }
        }

        return values;
    }
}
