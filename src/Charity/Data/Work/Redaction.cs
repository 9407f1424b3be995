using System.Text;
using System.Text.RegularExpressions;

namespace Charity.Data.Work;

/// <summary>Takes keys, tokens and addresses out of texts that are stored or logged.</summary>
public static partial class Redaction
{
    /// <summary>Characters kept of an error.</summary>
    private const int MaxLength = 2000;

    /// <summary>Types and messages of an error and its causes, on one line, without secrets.</summary>
    public static string Describe(Exception error)
    {
        var text = new StringBuilder();
        for (var cause = error; cause is not null && text.Length < MaxLength; cause = cause.InnerException)
        {
            text.Append(text.Length == 0 ? "" : " <- ").Append(cause.GetType().Name).Append(": ").Append(cause.Message);
        }

        return Clean(text.ToString());
    }

    /// <summary>The text without secrets, mail addresses and line breaks, at most 2,000 characters.</summary>
    public static string Clean(string text)
    {
        var clean = LineBreak().Replace(Hide(text), " ");
        return clean.Length <= MaxLength ? clean : clean[..MaxLength];
    }

    /// <summary>The text without secrets and mail addresses, of whatever length and with its line breaks.</summary>
    public static string Hide(string text)
        => CardNumber().Replace(MailAddress().Replace(Secret().Replace(text, "[secret]"), "[mail]"), number => IsCard(number.ValueSpan) ? "[card]" : number.Value);

    /// <summary>By the sum of Luhn, which every card number passes and one in ten other numbers.</summary>
    private static bool IsCard(ReadOnlySpan<char> text)
    {
        var (sum, digits) = (0, 0);
        for (var i = text.Length - 1; i >= 0; i--)
        {
            if (char.IsAsciiDigit(text[i]))
            {
                var weighted = (text[i] - '0') * (digits++ % 2 == 0 ? 1 : 2);
                sum += weighted > 9 ? weighted - 9 : weighted;
            }
        }

        return digits is >= 13 and <= 19 && sum % 10 == 0;
    }

    /// <summary>Stripe keys and webhook secrets, bearer tokens, and cookies, sealed values, and whatever is as long as a public token and holds no id of ours.</summary>
    [GeneratedRegex(@"\b(sk|rk|pk)_(live|test)_\w+|\bwhsec_[\w+/=]+|(?<=\b(Bearer|Basic) )\S+|(?<=\b(Set-)?Cookie: )[^\r\n]+|(?<=\bAuthorization: )(?!Bearer |Basic )\S+|\bCfDJ8[\w-]{16,}|(?<=\b(Password|Pwd|Key)\s*=\s*)[^;\s]+|(?<![\w-])(?![\w-]*[0-9a-f]{8}-[0-9a-f]{4}-)[\w-]{43}(?![\w-])", RegexOptions.IgnoreCase)]
    private static partial Regex Secret();

    /// <summary>Digits of a card begin with 2 to 6; a number of milliseconds since 1970 does not.</summary>
    [GeneratedRegex(@"(?<![\w-])[2-6](?:[ -]?\d){12,18}(?![\w-])")]
    private static partial Regex CardNumber();

    [GeneratedRegex(@"[^\s<>""'@,;:]+@[^\s<>""'@,;:]+\.\w+")]
    private static partial Regex MailAddress();

    [GeneratedRegex(@"[\r\n]+\s*")]
    private static partial Regex LineBreak();
}
