namespace Charity.Languages.Words;

/// <summary>
/// Bulgarian and Macedonian put "и" in the same places: before the last word of a group that has several
/// (сто двадесет и пет), and before the last group when that group is a single word (хиляда и двеста).
/// </summary>
internal abstract class SouthSlavicNumbers : NumberWords
{
    protected abstract string[] Hundreds { get; }

    protected abstract string[] Tens { get; }

    /// <summary>3 to 19 (earlier places stay empty).</summary>
    protected abstract string[] Units { get; }

    protected abstract string OneOrTwo(int number, Gender gender);

    protected override string And => " и ";

    protected override bool IsJoinedByAnd(int group, int power) => WordsIn(group) == 1;

    protected override string Group(int number, Gender gender)
    {
        var words = new List<string>(3);
        if (number >= 100)
        {
            words.Add(Hundreds[number / 100]);
        }

        var rest = number % 100;
        if (rest >= 20)
        {
            words.Add(Tens[rest / 10]);
            rest %= 10;
        }

        if (rest > 0)
        {
            words.Add(rest <= 2 ? OneOrTwo(rest, gender) : Units[rest]);
        }

        return words.Count == 1 ? words[0] : $"{string.Join(' ', words[..^1])} и {words[^1]}";
    }

    /// <summary>1000 alone is "хиляда", "илјада", without "one".</summary>
    protected override string Counted(int group, CountedName power) =>
        group == 1 && power == Powers[0] ? power.One : base.Counted(group, power);

    private static int WordsIn(int group)
    {
        var rest = group % 100;
        return (group >= 100 ? 1 : 0) + (rest == 0 ? 0 : rest < 20 || rest % 10 == 0 ? 1 : 2);
    }
}

internal sealed class BulgarianNumbers : SouthSlavicNumbers
{
    protected override string Zero => "нула";

    public override string Minus => "минус";

    protected override Language Language => Language.Bg;

    // After numbers masculine nouns take the count form: два милиона.
    protected override CountedName[] Powers { get; } =
    [
        new(Gender.Feminine, "хиляда", "хиляди"),
        new(Gender.Masculine, "милион", "милиона"),
        new(Gender.Masculine, "милиард", "милиарда"),
        new(Gender.Masculine, "трилион", "трилиона"),
    ];

    protected override string OneOrTwo(int number, Gender gender) => (number, gender) switch
    {
        (1, Gender.Masculine) => "един",
        (1, Gender.Feminine) => "една",
        (1, _) => "едно",
        (_, Gender.Masculine) => "два",
        _ => "две",
    };

    protected override string[] Units { get; } =
    [
        "", "", "", "три", "четири", "пет", "шест", "седем", "осем", "девет", "десет",
        "единадесет", "дванадесет", "тринадесет", "четиринадесет", "петнадесет", "шестнадесет", "седемнадесет", "осемнадесет", "деветнадесет",
    ];

    protected override string[] Tens { get; } =
        ["", "", "двадесет", "тридесет", "четиридесет", "петдесет", "шестдесет", "седемдесет", "осемдесет", "деветдесет"];

    protected override string[] Hundreds { get; } =
        ["", "сто", "двеста", "триста", "четиристотин", "петстотин", "шестстотин", "седемстотин", "осемстотин", "деветстотин"];
}

internal sealed class MacedonianNumbers : SouthSlavicNumbers
{
    protected override string Zero => "нула";

    public override string Minus => "минус";

    protected override Language Language => Language.Mk;

    // The long scale: 10^9 is милијарда, 10^12 is билион.
    protected override CountedName[] Powers { get; } =
    [
        new(Gender.Feminine, "илјада", "илјади"),
        new(Gender.Masculine, "милион", "милиони"),
        new(Gender.Feminine, "милијарда", "милијарди"),
        new(Gender.Masculine, "билион", "билиони"),
    ];

    protected override string OneOrTwo(int number, Gender gender) => (number, gender) switch
    {
        (1, Gender.Masculine) => "еден",
        (1, Gender.Feminine) => "една",
        (1, _) => "едно",
        (_, Gender.Masculine) => "два",
        _ => "две",
    };

    protected override string[] Units { get; } =
    [
        "", "", "", "три", "четири", "пет", "шест", "седум", "осум", "девет", "десет",
        "единаесет", "дванаесет", "тринаесет", "четиринаесет", "петнаесет", "шеснаесет", "седумнаесет", "осумнаесет", "деветнаесет",
    ];

    protected override string[] Tens { get; } =
        ["", "", "дваесет", "триесет", "четириесет", "педесет", "шеесет", "седумдесет", "осумдесет", "деведесет"];

    protected override string[] Hundreds { get; } =
        ["", "сто", "двесте", "триста", "четиристотини", "петстотини", "шестотини", "седумстотини", "осумстотини", "деветстотини"];
}
