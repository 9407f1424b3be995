namespace Charity.Languages.Words;

internal sealed class UkrainianNumbers : NumberWords
{
    protected override string Zero => "нуль";

    public override string Minus => "мінус";

    protected override Language Language => Language.Uk;

    protected override CountedName[] Powers { get; } =
    [
        new(Gender.Feminine, "тисяча", "тисячі", "тисяч"),
        new(Gender.Masculine, "мільйон", "мільйони", "мільйонів"),
        new(Gender.Masculine, "мільярд", "мільярди", "мільярдів"),
        new(Gender.Masculine, "трильйон", "трильйони", "трильйонів"),
    ];

    protected override string And => " ";

    protected override bool IsJoinedByAnd(int group, int power) => false;

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
            words.Add(Small(rest, gender));
        }

        return string.Join(' ', words);
    }

    private static string Small(int number, Gender gender) => (number, gender) switch
    {
        (1, Gender.Masculine) => "один",
        (1, Gender.Feminine) => "одна",
        (1, Gender.Neuter) => "одне",
        (2, Gender.Feminine) => "дві",
        _ => Units[number],
    };

    private static readonly string[] Units =
    [
        "", "", "два", "три", "чотири", "п’ять", "шість", "сім", "вісім", "дев’ять", "десять",
        "одинадцять", "дванадцять", "тринадцять", "чотирнадцять", "п’ятнадцять", "шістнадцять", "сімнадцять", "вісімнадцять", "дев’ятнадцять",
    ];

    private static readonly string[] Tens =
        ["", "", "двадцять", "тридцять", "сорок", "п’ятдесят", "шістдесят", "сімдесят", "вісімдесят", "дев’яносто"];

    private static readonly string[] Hundreds =
        ["", "сто", "двісті", "триста", "чотириста", "п’ятсот", "шістсот", "сімсот", "вісімсот", "дев’ятсот"];
}
