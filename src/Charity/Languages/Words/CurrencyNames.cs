using System.Collections.Frozen;
using Charity.Accounting;
using static Charity.Languages.Words.Gender;

namespace Charity.Languages.Words;

/// <summary>
/// What currencies and their minor units are called, with gender and plural forms: those in use and the Bulgarian lev.
/// The organisations' own currencies go without a country ("гривня", not "українська гривня") in their own language.
/// </summary>
internal static class CurrencyNames
{
    /// <exception cref="ArgumentException">The currency is not in use.</exception>
    public static CurrencyWords Of(Currency currency, Language language) =>
        ByLanguage[language.Index].TryGetValue(currency.Code, out var words)
            ? words
            : throw new ArgumentException($"{currency.Code} has no name in words: it is not in use.", nameof(currency));

    private static readonly FrozenDictionary<string, CurrencyWords> Ukrainian = Table(
        cent: new(Masculine, "цент", "центи", "центів"),
        ("EUR", new(Neuter, "євро", "євро"), null),
        ("UAH", new(Feminine, "гривня", "гривні", "гривень"), new(Feminine, "копійка", "копійки", "копійок")),
        ("MKD", new(Masculine, "македонський денар", "македонські денари", "македонських денарів"), new(Masculine, "дені", "дені")),
        ("USD", new(Masculine, "долар США", "долари США", "доларів США"), null),
        ("GBP", new(Masculine, "фунт стерлінгів", "фунти стерлінгів", "фунтів стерлінгів"), new(Masculine, "пенс", "пенси", "пенсів")),
        ("PLN", new(Masculine, "польський злотий", "польські злоті", "польських злотих"), new(Masculine, "грош", "гроші", "грошів")),
        ("CHF", new(Masculine, "швейцарський франк", "швейцарські франки", "швейцарських франків"), new(Masculine, "сантим", "сантими", "сантимів")),
        ("CZK", new(Feminine, "чеська крона", "чеські крони", "чеських крон"), new(Masculine, "гелер", "гелери", "гелерів")),
        ("SEK", new(Feminine, "шведська крона", "шведські крони", "шведських крон"), new(Neuter, "ере", "ере")),
        ("CAD", new(Masculine, "канадський долар", "канадські долари", "канадських доларів"), null),
        ("AUD", new(Masculine, "австралійський долар", "австралійські долари", "австралійських доларів"), null),
        ("BGN", new(Masculine, "болгарський лев", "болгарські леви", "болгарських левів"), new(Feminine, "стотинка", "стотинки", "стотинок")));

    private static readonly FrozenDictionary<string, CurrencyWords> Bulgarian = Table(
        cent: new(Masculine, "цент", "цента"),
        ("EUR", new(Neuter, "евро", "евро"), null),
        ("UAH", new(Feminine, "украинска гривня", "украински гривни"), new(Feminine, "копейка", "копейки")),
        ("MKD", new(Masculine, "македонски денар", "македонски денара"), new(Masculine, "дени", "дени")),
        ("USD", new(Masculine, "щатски долар", "щатски долара"), null),
        ("GBP", new(Feminine, "британска лира", "британски лири"), new(Neuter, "пени", "пенса")),
        ("PLN", new(Feminine, "полска злота", "полски злоти"), new(Masculine, "грош", "гроша")),
        ("CHF", new(Masculine, "швейцарски франк", "швейцарски франка"), new(Masculine, "сантим", "сантима")),
        ("CZK", new(Feminine, "чешка крона", "чешки крони"), new(Masculine, "халер", "халера")),
        ("SEK", new(Feminine, "шведска крона", "шведски крони"), new(Neuter, "йоре", "йоре")),
        ("CAD", new(Masculine, "канадски долар", "канадски долара"), null),
        ("AUD", new(Masculine, "австралийски долар", "австралийски долара"), null),
        ("BGN", new(Masculine, "лев", "лева"), new(Feminine, "стотинка", "стотинки")));

    private static readonly FrozenDictionary<string, CurrencyWords> Macedonian = Table(
        cent: new(Masculine, "цент", "центи"),
        ("EUR", new(Neuter, "евро", "евра"), null),
        ("UAH", new(Feminine, "украинска хривнија", "украински хривнии"), new(Feminine, "копејка", "копејки")),
        ("MKD", new(Masculine, "денар", "денари"), new(Masculine, "дени", "дени")),
        ("USD", new(Masculine, "американски долар", "американски долари"), null),
        ("GBP", new(Feminine, "британска фунта", "британски фунти"), new(Neuter, "пени", "пени")),
        ("PLN", new(Feminine, "полска злота", "полски злоти"), new(Masculine, "грош", "гроши")),
        ("CHF", new(Masculine, "швајцарски франк", "швајцарски франци"), new(Masculine, "сантим", "сантими")),
        ("CZK", new(Feminine, "чешка круна", "чешки круни"), new(Masculine, "халер", "халери")),
        ("SEK", new(Feminine, "шведска круна", "шведски круни"), new(Neuter, "ере", "ере")),
        ("CAD", new(Masculine, "канадски долар", "канадски долари"), null),
        ("AUD", new(Masculine, "австралиски долар", "австралиски долари"), null),
        ("BGN", new(Masculine, "бугарски лев", "бугарски леви"), new(Feminine, "стотинка", "стотинки")));

    private static readonly FrozenDictionary<string, CurrencyWords> English = Table(
        cent: new(Neuter, "cent", "cents"),
        ("EUR", new(Neuter, "euro", "euros"), null),
        ("UAH", new(Neuter, "hryvnia", "hryvnias"), new(Neuter, "kopiyka", "kopiykas")),
        ("MKD", new(Neuter, "Macedonian denar", "Macedonian denars"), new(Neuter, "deni", "deni")),
        ("USD", new(Neuter, "US dollar", "US dollars"), null),
        ("GBP", new(Neuter, "pound sterling", "pounds sterling"), new(Neuter, "penny", "pence")),
        ("PLN", new(Neuter, "Polish zloty", "Polish zlotys"), new(Neuter, "grosz", "groszy")),
        ("CHF", new(Neuter, "Swiss franc", "Swiss francs"), new(Neuter, "centime", "centimes")),
        ("CZK", new(Neuter, "Czech koruna", "Czech korunas"), new(Neuter, "haler", "halers")),
        ("SEK", new(Neuter, "Swedish krona", "Swedish kronor"), new(Neuter, "öre", "öre")),
        ("CAD", new(Neuter, "Canadian dollar", "Canadian dollars"), null),
        ("AUD", new(Neuter, "Australian dollar", "Australian dollars"), null),
        ("BGN", new(Neuter, "Bulgarian lev", "Bulgarian leva"), new(Neuter, "stotinka", "stotinki")));

    private static readonly FrozenDictionary<string, CurrencyWords>[] ByLanguage = [Ukrainian, Bulgarian, Macedonian, English];

    /// <summary>A minor unit of null is the cent.</summary>
    private static FrozenDictionary<string, CurrencyWords> Table(
        CountedName cent, params (string Code, CountedName Major, CountedName? Minor)[] entries) =>
        entries.ToFrozenDictionary(entry => entry.Code, entry => new CurrencyWords(entry.Major, entry.Minor ?? cent), StringComparer.Ordinal);
}
