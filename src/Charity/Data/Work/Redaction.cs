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
    public static string Hide(string text) => MailAddress().Replace(Secret().Replace(text, "[secret]"), "[mail]");

    /// <summary>Stripe keys and webhook secrets, bearer tokens, and whatever is as long as a public token and holds no id of ours.</summary>
    [GeneratedRegex(@"\b(sk|rk|pk)_(live|test)_\w+|\bwhsec_[\w+/=]+|(?<=\b(Bearer|Basic) )\S+|(?<=\b(Password|Pwd|Key)\s*=\s*)[^;\s]+|(?<![\w-])(?![\w-]*[0-9a-f]{8}-[0-9a-f]{4}-)[\w-]{43}(?![\w-])", RegexOptions.IgnoreCase)]
    private static partial Regex Secret();

    [GeneratedRegex(@"[^\s<>""'@,;:]+@[^\s<>""'@,;:]+\.\w+")]
    private static partial Regex MailAddress();

    [GeneratedRegex(@"[\r\n]+\s*")]
    private static partial Regex LineBreak();
}
