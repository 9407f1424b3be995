using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Charity.Sandbox.Mailbox;

/// <summary>Decodes what mails write in ASCII: encoded words (RFC 2047), quoted-printable, parameters (RFC 2231).</summary>
internal static partial class MimeText
{
    /// <summary>The encoding of that name; UTF-8 where it is unknown, as everything today is written in it.</summary>
    internal static Encoding Charset(string? name)
    {
        try
        {
            return string.IsNullOrWhiteSpace(name) ? Encoding.UTF8 : Encoding.GetEncoding(name.Trim());
        }
        catch (ArgumentException)
        {
            return Encoding.UTF8;
        }
    }

    /// <summary>A header's value as people read it.</summary>
    internal static string Header(string value)
    {
        // Space between two encoded words only separates them, and a letter may be cut in two by it.
        var text = new StringBuilder();
        var pending = new List<byte>();
        var charset = "utf-8";
        var last = 0;
        foreach (Match word in EncodedWord().Matches(value))
        {
            var between = value[last..word.Index];
            if (pending.Count > 0 && (between.Trim().Length > 0 || !Same(charset, word)))
            {
                Flush();
            }

            if (pending.Count == 0)
            {
                text.Append(last == 0 || between.Trim().Length > 0 ? between : "");
            }

            charset = word.Groups["charset"].Value;
            pending.AddRange(char.ToUpperInvariant(word.Groups["kind"].Value[0]) == 'B'
                ? Base64(word.Groups["text"].Value)
                : QuotedPrintable(word.Groups["text"].Value.Replace('_', ' ')));
            last = word.Index + word.Length;
        }

        Flush();
        return text.Append(value.AsSpan(last)).ToString();

        void Flush()
        {
            text.Append(Charset(charset.Split('*')[0]).GetString([.. pending]));
            pending.Clear();
        }
    }

    /// <summary>What does not belong to base64 is passed over; a cut-off end is dropped.</summary>
    internal static byte[] Base64(string text)
    {
        var letters = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.IsAsciiLetterOrDigit(c) || c is '+' or '/')
            {
                letters.Append(c);
            }
        }

        letters.Length -= letters.Length % 4 == 1 ? 1 : 0;
        letters.Append('=', (4 - letters.Length % 4) % 4);
        return Convert.FromBase64String(letters.ToString());
    }

    internal static byte[] QuotedPrintable(string text)
    {
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '=')
            {
                bytes.Add((byte)text[i]);
            }
            else if (i + 2 < text.Length && byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                bytes.Add(value);
                i += 2;
            }
            else
            {
                // A soft line break: the line goes on.
                i += i + 1 < text.Length && text[i + 1] == '\r' ? 2 : 1;
            }
        }

        return [.. bytes];
    }

    /// <summary>The value before the first semicolon, and the parameters after it.</summary>
    internal static (string Value, IReadOnlyDictionary<string, string> Parameters) Parameters(string header)
    {
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (Match match in Parameter().Matches(header))
        {
            var raw = match.Groups["quoted"] is { Success: true } quoted ? quoted.Value.Replace("\\", "", StringComparison.Ordinal) : match.Groups["plain"].Value;
            found[match.Groups["name"].Value.ToLowerInvariant()] = raw;
        }

        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var group in found.GroupBy(p => p.Key.Split('*')[0], StringComparer.Ordinal))
        {
            // name*0*=…; name*1*=…: the pieces together, percent-encoded where the name ends in a star.
            var pieces = group.OrderBy(p => Order(p.Key)).ToList();
            var joined = string.Concat(pieces.Select(p => p.Value));
            parameters[group.Key] = pieces[0].Key.EndsWith('*') ? Extended(joined) : Header(joined);
        }

        return (header.Split(';')[0].Trim(), parameters);
    }

    private static bool Same(string charset, Match word) => string.Equals(charset, word.Groups["charset"].Value, StringComparison.OrdinalIgnoreCase);

    private static int Order(string key)
        => int.TryParse(key.Split('*').ElementAtOrDefault(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    private static string Extended(string value)
    {
        var parts = value.Split('\'', 3);
        return parts.Length < 3 ? Uri.UnescapeDataString(value) : Charset(parts[0]).GetString(QuotedPrintable(parts[2].Replace('%', '=')));
    }

    [GeneratedRegex(@"=\?(?<charset>[^?\s]+)\?(?<kind>[bBqQ])\?(?<text>[^?\s]*)\?=")]
    private static partial Regex EncodedWord();

    [GeneratedRegex(@";\s*(?<name>[A-Za-z0-9_\-*]+)\s*=\s*(?:""(?<quoted>(?:[^""\\]|\\.)*)""|(?<plain>[^;\s]*))")]
    private static partial Regex Parameter();
}
