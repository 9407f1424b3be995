using System.Text;

namespace Charity.Languages.Words;

/// <summary>
/// Whole numbers in words, group of three digits by group of three digits. A language says how it spells a group, how
/// it counts thousands and where it puts its "and".
/// </summary>
internal abstract class NumberWords
{
    /// <summary>The largest number spelled out: 999 of the largest named power, 10^12.</summary>
    public const long Max = 999_999_999_999_999;

    protected abstract string Zero { get; }

    /// <summary>The names of 10^3, 10^6, 10^9, 10^12.</summary>
    protected abstract CountedName[] Powers { get; }

    protected abstract Language Language { get; }

    public abstract string Minus { get; }

    /// <summary>The number in words, agreeing with the gender of what is counted.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or above <see cref="Max"/>.</exception>
    public string Of(long number, Gender gender)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, Max);
        if (number == 0)
        {
            return Zero;
        }

        var words = new StringBuilder();
        long unit = 1_000_000_000_000;
        for (var power = Powers.Length; power >= 0; power--, unit /= 1000)
        {
            var group = (int)(number / unit % 1000);
            if (group == 0)
            {
                continue;
            }

            var isLast = number % unit == 0;
            if (words.Length > 0)
            {
                words.Append(isLast && IsJoinedByAnd(group, power) ? And : " ");
            }

            words.Append(power == 0 ? Group(group, gender) : Counted(group, Powers[power - 1]));
        }

        return words.ToString();
    }

    /// <summary>" and " with its spaces, where the language joins the last group so.</summary>
    protected abstract string And { get; }

    /// <summary>Whether the last group of a number, counting 10^(3·power), is joined by <see cref="And"/> instead of a space.</summary>
    protected abstract bool IsJoinedByAnd(int group, int power);

    /// <summary>1 to 999 in words.</summary>
    protected abstract string Group(int number, Gender gender);

    /// <summary>"two thousand": a group and the power it counts.</summary>
    protected virtual string Counted(int group, CountedName power) => $"{Group(group, power.Gender)} {power.After(group, Language)}";
}
