namespace Charity.Languages.Words;

/// <summary>British usage: "one hundred and five", "one thousand and one", "one thousand two hundred and five".</summary>
internal sealed class EnglishNumbers : NumberWords
{
    protected override string Zero => "zero";

    public override string Minus => "minus";

    protected override Language Language => Language.En;

    protected override CountedName[] Powers { get; } =
    [
        new(Gender.Neuter, "thousand", "thousand"),
        new(Gender.Neuter, "million", "million"),
        new(Gender.Neuter, "billion", "billion"),
        new(Gender.Neuter, "trillion", "trillion"),
    ];

    protected override string And => " and ";

    protected override bool IsJoinedByAnd(int group, int power) => power == 0 && group < 100;

    protected override string Group(int number, Gender gender)
    {
        if (number < 100)
        {
            return BelowHundred(number);
        }

        var hundreds = $"{Units[number / 100]} hundred";
        return number % 100 == 0 ? hundreds : $"{hundreds} and {BelowHundred(number % 100)}";
    }

    private static string BelowHundred(int number) =>
        number < 20 ? Units[number]
        : number % 10 == 0 ? Tens[number / 10]
        : $"{Tens[number / 10]}-{Units[number % 10]}";

    private static readonly string[] Units =
    [
        "", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ];

    private static readonly string[] Tens =
        ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
}
