using Charity.Accounting;
using Charity.Languages;
using Xunit;

namespace Charity.Tests.Languages;

/// <summary>Each line was written out by hand in its language, not copied from the program.</summary>
public class AmountInWordsTests
{
    [Theory]
    [InlineData("UAH", 0, "нуль гривень 00 копійок")]
    [InlineData("UAH", 1_00, "одна гривня 00 копійок")]
    [InlineData("UAH", 2_01, "дві гривні 01 копійка")]
    [InlineData("UAH", 5_02, "п’ять гривень 02 копійки")]
    [InlineData("UAH", 11_11, "одинадцять гривень 11 копійок")]
    [InlineData("UAH", 21_21, "двадцять одна гривня 21 копійка")]
    [InlineData("UAH", 22_12, "двадцять дві гривні 12 копійок")]
    [InlineData("UAH", 101_00, "сто одна гривня 00 копійок")]
    [InlineData("UAH", 112_00, "сто дванадцять гривень 00 копійок")]
    [InlineData("UAH", 999_99, "дев’ятсот дев’яносто дев’ять гривень 99 копійок")]
    [InlineData("UAH", 1_000_00, "одна тисяча гривень 00 копійок")]
    [InlineData("UAH", 2_000_00, "дві тисячі гривень 00 копійок")]
    [InlineData("UAH", 5_001_00, "п’ять тисяч одна гривня 00 копійок")]
    [InlineData("UAH", 21_432_10, "двадцять одна тисяча чотириста тридцять дві гривні 10 копійок")]
    [InlineData("UAH", 1_000_001_00, "один мільйон одна гривня 00 копійок")]
    [InlineData("UAH", 2_000_000_00, "два мільйони гривень 00 копійок")]
    [InlineData("UAH", 5_000_000_000_00, "п’ять мільярдів гривень 00 копійок")]
    [InlineData("UAH", 1_000_000_000_000_00, "один трильйон гривень 00 копійок")]
    [InlineData("UAH", -40_50, "мінус сорок гривень 50 копійок")]
    [InlineData("EUR", 25_00, "двадцять п’ять євро 00 центів")]
    [InlineData("EUR", 1_01, "одне євро 01 цент")]
    [InlineData("EUR", 2_02, "два євро 02 центи")]
    [InlineData("EUR", 21_00, "двадцять одне євро 00 центів")]
    [InlineData("EUR", 1_001_00, "одна тисяча одне євро 00 центів")]
    [InlineData("MKD", 1_500_00, "одна тисяча п’ятсот македонських денарів 00 дені")]
    [InlineData("USD", 1_00, "один долар США 00 центів")]
    [InlineData("USD", 3_00, "три долари США 00 центів")]
    [InlineData("GBP", 12_05, "дванадцять фунтів стерлінгів 05 пенсів")]
    [InlineData("PLN", 4_02, "чотири польські злоті 02 гроші")]
    [InlineData("CHF", 90_00, "дев’яносто швейцарських франків 00 сантимів")]
    [InlineData("CZK", 2_00, "дві чеські крони 00 гелерів")]
    [InlineData("SEK", 61_00, "шістдесят одна шведська крона 00 ере")]
    [InlineData("CAD", 16_00, "шістнадцять канадських доларів 00 центів")]
    [InlineData("AUD", 1_00, "один австралійський долар 00 центів")]
    [InlineData("BGN", 2_01, "два болгарські леви 01 стотинка")]
    public void Ukrainian(string currency, long minor, string expected) => Check(Language.Uk, currency, minor, expected);

    [Theory]
    [InlineData("EUR", 0, "нула евро и 00 цента")]
    [InlineData("EUR", 1_01, "едно евро и 01 цент")]
    [InlineData("EUR", 2_02, "две евро и 02 цента")]
    [InlineData("EUR", 5_00, "пет евро и 00 цента")]
    [InlineData("EUR", 11_00, "единадесет евро и 00 цента")]
    [InlineData("EUR", 20_00, "двадесет евро и 00 цента")]
    [InlineData("EUR", 21_21, "двадесет и едно евро и 21 цента")]
    [InlineData("EUR", 25_00, "двадесет и пет евро и 00 цента")]
    [InlineData("EUR", 100_00, "сто евро и 00 цента")]
    [InlineData("EUR", 101_00, "сто и едно евро и 00 цента")]
    [InlineData("EUR", 120_00, "сто и двадесет евро и 00 цента")]
    [InlineData("EUR", 125_50, "сто двадесет и пет евро и 50 цента")]
    [InlineData("EUR", 615_00, "шестстотин и петнадесет евро и 00 цента")]
    [InlineData("EUR", 999_99, "деветстотин деветдесет и девет евро и 99 цента")]
    [InlineData("EUR", 1_000_00, "хиляда евро и 00 цента")]
    [InlineData("EUR", 1_001_00, "хиляда и едно евро и 00 цента")]
    [InlineData("EUR", 1_025_00, "хиляда двадесет и пет евро и 00 цента")]
    [InlineData("EUR", 1_200_00, "хиляда и двеста евро и 00 цента")]
    [InlineData("EUR", 1_234_00, "хиляда двеста тридесет и четири евро и 00 цента")]
    [InlineData("EUR", 2_000_00, "две хиляди евро и 00 цента")]
    [InlineData("EUR", 21_000_00, "двадесет и една хиляди евро и 00 цента")]
    [InlineData("EUR", 1_000_001_00, "един милион и едно евро и 00 цента")]
    [InlineData("EUR", 1_200_000_00, "един милион и двеста хиляди евро и 00 цента")]
    [InlineData("EUR", 1_250_300_00, "един милион двеста и петдесет хиляди и триста евро и 00 цента")]
    [InlineData("EUR", 2_000_000_00, "два милиона евро и 00 цента")]
    [InlineData("EUR", 1_000_000_000_00, "един милиард евро и 00 цента")]
    [InlineData("EUR", 1_000_000_000_000_00, "един трилион евро и 00 цента")]
    [InlineData("EUR", -7_00, "минус седем евро и 00 цента")]
    [InlineData("BGN", 1_01, "един лев и 01 стотинка")]
    [InlineData("BGN", 2_02, "два лева и 02 стотинки")]
    [InlineData("BGN", 21_00, "двадесет и един лева и 00 стотинки")]
    [InlineData("BGN", 1_002_00, "хиляда и два лева и 00 стотинки")]
    [InlineData("UAH", 2_01, "две украински гривни и 01 копейка")]
    [InlineData("MKD", 3_00, "три македонски денара и 00 дени")]
    [InlineData("USD", 1_00, "един щатски долар и 00 цента")]
    [InlineData("GBP", 2_01, "две британски лири и 01 пени")]
    [InlineData("PLN", 1_05, "една полска злота и 05 гроша")]
    [InlineData("CHF", 2_00, "два швейцарски франка и 00 сантима")]
    [InlineData("CZK", 200_00, "двеста чешки крони и 00 халера")]
    [InlineData("SEK", 2_00, "две шведски крони и 00 йоре")]
    [InlineData("CAD", 6_00, "шест канадски долара и 00 цента")]
    [InlineData("AUD", 17_00, "седемнадесет австралийски долара и 00 цента")]
    public void Bulgarian(string currency, long minor, string expected) => Check(Language.Bg, currency, minor, expected);

    [Theory]
    [InlineData("MKD", 0, "нула денари и 00 дени")]
    [InlineData("MKD", 1_00, "еден денар и 00 дени")]
    [InlineData("MKD", 2_00, "два денари и 00 дени")]
    [InlineData("MKD", 11_00, "единаесет денари и 00 дени")]
    [InlineData("MKD", 21_00, "дваесет и еден денар и 00 дени")]
    [InlineData("MKD", 101_00, "сто и еден денар и 00 дени")]
    [InlineData("MKD", 120_00, "сто и дваесет денари и 00 дени")]
    [InlineData("MKD", 666_00, "шестотини шеесет и шест денари и 00 дени")]
    [InlineData("MKD", 1_000_00, "илјада денари и 00 дени")]
    [InlineData("MKD", 1_001_00, "илјада и еден денар и 00 дени")]
    [InlineData("MKD", 1_200_00, "илјада и двесте денари и 00 дени")]
    [InlineData("MKD", 1_998_50, "илјада деветстотини деведесет и осум денари и 50 дени")]
    [InlineData("MKD", 2_000_00, "две илјади денари и 00 дени")]
    [InlineData("MKD", 21_000_00, "дваесет и една илјада денари и 00 дени")]
    [InlineData("MKD", 1_000_001_00, "еден милион и еден денар и 00 дени")]
    [InlineData("MKD", 2_000_000_00, "два милиони денари и 00 дени")]
    [InlineData("MKD", 1_000_000_000_00, "една милијарда денари и 00 дени")]
    [InlineData("MKD", 2_000_000_000_00, "две милијарди денари и 00 дени")]
    [InlineData("MKD", 1_000_000_000_000_00, "еден билион денари и 00 дени")]
    [InlineData("MKD", -3_00, "минус три денари и 00 дени")]
    [InlineData("EUR", 1_01, "едно евро и 01 цент")]
    [InlineData("EUR", 25_00, "дваесет и пет евра и 00 центи")]
    [InlineData("EUR", 21_21, "дваесет и едно евро и 21 цент")]
    [InlineData("UAH", 2_00, "две украински хривнии и 00 копејки")]
    [InlineData("USD", 19_00, "деветнаесет американски долари и 00 центи")]
    [InlineData("GBP", 1_00, "една британска фунта и 00 пени")]
    [InlineData("PLN", 2_02, "две полски злоти и 02 гроши")]
    [InlineData("CHF", 300_00, "триста швајцарски франци и 00 сантими")]
    [InlineData("CZK", 51_00, "педесет и една чешка круна и 00 халери")]
    [InlineData("SEK", 400_00, "четиристотини шведски круни и 00 ере")]
    [InlineData("CAD", 1_00, "еден канадски долар и 00 центи")]
    [InlineData("AUD", 2_00, "два австралиски долари и 00 центи")]
    [InlineData("BGN", 2_01, "два бугарски леви и 01 стотинка")]
    public void Macedonian(string currency, long minor, string expected) => Check(Language.Mk, currency, minor, expected);

    [Theory]
    [InlineData("EUR", 0, "zero euros and 00 cents")]
    [InlineData("EUR", 1_01, "one euro and 01 cent")]
    [InlineData("EUR", 2_02, "two euros and 02 cents")]
    [InlineData("EUR", 11_00, "eleven euros and 00 cents")]
    [InlineData("EUR", 21_00, "twenty-one euros and 00 cents")]
    [InlineData("EUR", 25_00, "twenty-five euros and 00 cents")]
    [InlineData("EUR", 40_00, "forty euros and 00 cents")]
    [InlineData("EUR", 100_00, "one hundred euros and 00 cents")]
    [InlineData("EUR", 101_00, "one hundred and one euros and 00 cents")]
    [InlineData("EUR", 1_000_00, "one thousand euros and 00 cents")]
    [InlineData("EUR", 1_001_00, "one thousand and one euros and 00 cents")]
    [InlineData("EUR", 1_200_00, "one thousand two hundred euros and 00 cents")]
    [InlineData("EUR", 12_345_67, "twelve thousand three hundred and forty-five euros and 67 cents")]
    [InlineData("EUR", 2_005_000_00, "two million five thousand euros and 00 cents")]
    [InlineData("EUR", 1_000_001_00, "one million and one euros and 00 cents")]
    [InlineData("EUR", 1_000_000_000_000_00, "one trillion euros and 00 cents")]
    [InlineData("EUR", -1_00, "minus one euro and 00 cents")]
    [InlineData("UAH", 1_01, "one hryvnia and 01 kopiyka")]
    [InlineData("MKD", 2_00, "two Macedonian denars and 00 deni")]
    [InlineData("USD", 1_00, "one US dollar and 00 cents")]
    [InlineData("GBP", 2_01, "two pounds sterling and 01 penny")]
    [InlineData("PLN", 5_00, "five Polish zlotys and 00 groszy")]
    [InlineData("CHF", 1_00, "one Swiss franc and 00 centimes")]
    [InlineData("CZK", 9_00, "nine Czech korunas and 00 halers")]
    [InlineData("SEK", 18_00, "eighteen Swedish kronor and 00 öre")]
    [InlineData("CAD", 14_00, "fourteen Canadian dollars and 00 cents")]
    [InlineData("AUD", 90_00, "ninety Australian dollars and 00 cents")]
    [InlineData("BGN", 1_00, "one Bulgarian lev and 00 stotinki")]
    public void English(string currency, long minor, string expected) => Check(Language.En, currency, minor, expected);

    [Fact]
    public void Every_currency_in_use_and_the_lev_has_words_in_every_language()
    {
        foreach (var language in Language.All)
        {
            foreach (var currency in Currency.InUse.Append(Currency.Bgn))
            {
                Assert.NotEqual("", AmountInWords.Of(new Money(12_345_678, currency), language));
                Assert.NotEqual("", AmountInWords.NameOf(currency, language));
            }
        }
    }

    [Fact]
    public void What_cannot_be_spelled_is_refused()
    {
        Assert.Throws<ArgumentException>(() => AmountInWords.Of(new Money(1, Currency.Jpy), Language.En));
        Assert.Throws<ArgumentOutOfRangeException>(() => AmountInWords.Of(new Money(long.MaxValue, Currency.Eur), Language.En));
        Assert.NotEqual("", AmountInWords.Of(new Money(999_999_999_999_999_99, Currency.Eur), Language.Mk));
    }

    private static void Check(Language language, string currency, long minor, string expected) =>
        Assert.Equal(expected, AmountInWords.Of(new Money(minor, Currency.Of(currency)), language));
}
