using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Charity.Donors;

/// <summary>
/// One e-mail address, checked so strictly that it can never become two receivers or a header of its own: ASCII before
/// the @, one dotted domain after it, no quotes, comments, spaces or line breaks. Domains in other scripts are kept as
/// punycode, which every mail server understands.
/// </summary>
public static class EmailAddress
{
    /// <summary>Characters of an address that mail servers carry (RFC 5321).</summary>
    public const int MaxLength = 254;

    private const int MaxLocalLength = 64;
    private const int MaxLabelLength = 63;

    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    /// <summary>False for anything that is not exactly one plain address; spaces around it are allowed for.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out string? address)
    {
        address = null;
        var trimmed = text?.Trim(' ');
        if (trimmed is not { Length: > 2 and <= MaxLength })
        {
            return false;
        }

        var at = trimmed.IndexOf('@', StringComparison.Ordinal);
        if (at < 1 || at != trimmed.LastIndexOf('@') || !IsLocalPart(trimmed.AsSpan(0, at)))
        {
            return false;
        }

        if (ToAscii(trimmed[(at + 1)..]) is not { } domain || !IsDomain(domain))
        {
            return false;
        }

        address = string.Concat(trimmed.AsSpan(0, at), "@", domain);
        return address.Length <= MaxLength;
    }

    /// <summary>What tells donors apart: the address in lower case.</summary>
    public static string KeyOf(string address) => address.ToLowerInvariant();

    /// <summary>
    /// The mailbox that an address most likely reaches, for limits: without what many providers let anyone write behind a
    /// plus. Two people may share it, so it tells nobody apart and nothing is ever sent to it.
    /// </summary>
    public static string MailboxOf(string address)
    {
        var (key, at) = (KeyOf(address), address.IndexOf('@', StringComparison.Ordinal));
        var plus = key.IndexOf('+', StringComparison.Ordinal);
        return plus > 0 && plus < at ? string.Concat(key.AsSpan(0, plus), key.AsSpan(at)) : key;
    }

    private static bool IsLocalPart(ReadOnlySpan<char> local)
    {
        if (local.Length > MaxLocalLength || local[0] == '.' || local[^1] == '.' || local.IndexOf("..") >= 0)
        {
            return false;
        }

        foreach (var c in local)
        {
            // The "atext" of RFC 5322 and the dot.
            if (!char.IsAsciiLetterOrDigit(c) && !"!#$%&'*+-/=?^_`{|}~.".Contains(c, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    private static string? ToAscii(string domain)
    {
        if (domain.All(char.IsAscii))
        {
            return domain.ToLowerInvariant();
        }

        try
        {
            return Idn.GetAscii(domain.ToLowerInvariant());
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static bool IsDomain(string domain)
    {
        var labels = domain.Split('.');
        return labels.Length >= 2
            && labels.All(l => l.Length is > 0 and <= MaxLabelLength && l[0] != '-' && l[^1] != '-'
                && l.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            && !labels[^1].All(char.IsAsciiDigit);
    }
}
