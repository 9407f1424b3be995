using System.Text;
using Charity.Languages;

namespace Charity.Sandbox.Demo;

/// <summary>Someone who gives. Names are put together from common ones; no real person is meant.</summary>
/// <param name="Currencies">What they would pay in, in order of liking; the first that a campaign offers is taken.</param>
/// <param name="Generosity">Factor on the usual amounts.</param>
internal sealed record DemoPerson(string Name, string Email, Language Language, IReadOnlyList<string> Currencies, double Generosity);

/// <summary>Makes people: from Ukraine, Bulgaria, North Macedonia and abroad.</summary>
internal static class DemoPeople
{
    private static readonly Country[] Countries =
    [
        new(34, Language.Uk, ["UAH", "EUR"], 0.8,
            ["Оксана", "Тарас", "Ірина", "Богдан", "Леся", "Остап", "Марина", "Андрій", "Наталя", "Юрій", "Соломія", "Павло", "Дарина", "Михайло", "Ганна", "Роман"],
            ["Коваленко", "Мельник", "Бойко", "Ткаченко", "Кравець", "Лисенко", "Поліщук", "Гончар", "Мороз", "Савчук", "Руденко", "Олійник", "Клименко", "Панченко"]),
        new(26, Language.Bg, ["EUR"], 1,
            ["Мария", "Георги", "Елена", "Димитър", "Десислава", "Стоян", "Виолета", "Николай", "Радостина", "Петър", "Ивайло", "Катя", "Теодора", "Любомир"],
            ["Петров", "Димитров", "Николов", "Тодоров", "Стоянов", "Колев", "Илиев", "Христов", "Маринов", "Златев", "Кръстев", "Ангелов"]),
        new(18, Language.Mk, ["MKD", "EUR"], 0.7,
            ["Биљана", "Горан", "Весна", "Дејан", "Сузана", "Зоран", "Маја", "Љупчо", "Елизабета", "Игор", "Драгана", "Стефан"],
            ["Стојановски", "Трајковски", "Николовски", "Ангеловски", "Петровски", "Костовски", "Димовски", "Илиевски", "Јованов", "Ристески"]),
        new(8, Language.En, ["USD", "EUR"], 1.6, ["Karen", "James", "Linda", "Robert", "Emily", "Marcus"], ["Whitfield", "Okafor", "Harlan", "Delgado", "Brandt", "Nakamura"]),
        new(6, Language.En, ["GBP", "EUR"], 1.5, ["Fiona", "Alasdair", "Priya", "Owen", "Harriet"], ["Pemberton", "Maclean", "Shah", "Llewellyn", "Ashdown"]),
        new(4, Language.En, ["PLN", "EUR"], 0.9, ["Agnieszka", "Krzysztof", "Małgorzata", "Paweł"], ["Nowak", "Wójcik", "Mazur", "Sikora"]),
        new(2, Language.En, ["CHF", "EUR"], 1.8, ["Ursina", "Reto", "Noëlle"], ["Aebischer", "Gfeller", "Rochat"]),
        new(2, Language.En, ["SEK", "CAD", "EUR"], 1.3, ["Åsa", "Björn", "Marie-Ève"], ["Lindqvist", "Öberg", "Tremblay"]),
    ];

    internal static List<DemoPerson> Make(Random random, int count)
    {
        var people = new List<DemoPerson>(count);
        for (var i = 0; i < count; i++)
        {
            var country = DemoRandom.Pick(random, Countries, c => c.Share);
            var first = DemoRandom.Pick(random, country.FirstNames);
            var last = Following(first, DemoRandom.Pick(random, country.LastNames));
            people.Add(new DemoPerson(
                $"{first} {last}", FormattableString.Invariant($"{Latin(first, country.Language)}.{Latin(last, country.Language)}{i + 1}@example.{(i % 3 == 0 ? "org" : "net")}"),
                country.Language, country.Currencies, country.Generosity));
        }

        return people;
    }

    /// <summary>Bulgarian and Macedonian surnames follow the person: Петров, Петрова; Ангеловски, Ангеловска.</summary>
    private static string Following(string first, string last) => (first[^1] is 'а' or 'я', last) switch
    {
        (true, [.., 'с', 'к', 'и']) => last[..^1] + "а",
        (true, [.., 'о' or 'е', 'в']) => last + "а",
        _ => last,
    };

    /// <summary>A name as people write it in their mail address.</summary>
    private static string Latin(string name, Language language)
    {
        var latin = new StringBuilder();
        foreach (var letter in name.ToLowerInvariant().Normalize(NormalizationForm.FormD))
        {
            latin.Append(
                char.IsAsciiLetter(letter) ? letter.ToString()
                : language != Language.Uk && Southern.TryGetValue(letter, out var southern) ? southern
                : Letters.GetValueOrDefault(letter, ""));
        }

        return latin.ToString();
    }

    private static readonly Dictionary<char, string> Letters = new()
    {
        ['а'] = "a",
        ['б'] = "b",
        ['в'] = "v",
        ['г'] = "h",
        ['д'] = "d",
        ['е'] = "e",
        ['є'] = "ye",
        ['ж'] = "zh",
        ['з'] = "z",
        ['и'] = "y",
        ['і'] = "i",
        ['й'] = "i",
        ['к'] = "k",
        ['л'] = "l",
        ['м'] = "m",
        ['н'] = "n",
        ['о'] = "o",
        ['п'] = "p",
        ['р'] = "r",
        ['с'] = "s",
        ['т'] = "t",
        ['у'] = "u",
        ['ф'] = "f",
        ['х'] = "kh",
        ['ц'] = "ts",
        ['ч'] = "ch",
        ['ш'] = "sh",
        ['щ'] = "shch",
        ['ъ'] = "a",
        ['ю'] = "yu",
        ['я'] = "ya",
        ['љ'] = "lj",
        ['њ'] = "nj",
        ['ј'] = "j",
        ['џ'] = "dzh",
        ['ł'] = "l",
        ['ø'] = "o",
    };

    /// <summary>Letters that Bulgarians and Macedonians write otherwise than Ukrainians.</summary>
    private static readonly Dictionary<char, string> Southern = new() { ['г'] = "g", ['и'] = "i", ['х'] = "h", ['щ'] = "sht" };

    private sealed record Country(
        int Share, Language Language, IReadOnlyList<string> Currencies, double Generosity, IReadOnlyList<string> FirstNames,
        IReadOnlyList<string> LastNames);
}

/// <summary>Choices that the same seed makes again.</summary>
internal static class DemoRandom
{
#pragma warning disable CA5394 // A reproducible choice is wanted, not an unpredictable one.
    internal static T Pick<T>(Random random, IReadOnlyList<T> from) => from[random.Next(from.Count)];

    internal static T Pick<T>(Random random, IReadOnlyList<T> from, Func<T, double> share)
    {
        var left = random.NextDouble() * from.Sum(share);
        foreach (var one in from)
        {
            left -= share(one);
            if (left < 0)
            {
                return one;
            }
        }

        return from[^1];
    }

    /// <summary>True in this many of a hundred cases.</summary>
    internal static bool Percent(Random random, int percent) => random.Next(100) < percent;
#pragma warning restore CA5394
}
