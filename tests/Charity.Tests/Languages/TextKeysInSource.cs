using System.Text.RegularExpressions;

namespace Charity.Tests.Languages;

/// <summary>
/// Finds the text keys that a source file names: <c>T["…"]</c>, <c>T.Html("…")</c>, <c>new TextKey("…")</c> (also <c>TextKey Title = new("…")</c>),
/// <c>texts.Get(language, "…")</c>, <c>texts.In(language)["…"]</c> and the messages of validation attributes.
/// A computed key such as <c>T[$"gift.state.{state}"]</c> becomes a pattern with "*".
/// </summary>
internal static partial class TextKeysInSource
{
    public static IEnumerable<string> In(string source)
    {
        foreach (Match call in Call().Matches(source))
        {
            if (IsInComment(source, call.Index))
            {
                continue;
            }

            var start = call.Index + call.Length;
            var (literals, onlyLiteral) = FirstArgument(source, start);
            foreach (var literal in literals)
            {
                // Beside other literals (a switch over codes, say) only what has the form of a key is one.
                if (onlyLiteral || KeyForm().IsMatch(literal))
                {
                    yield return literal;
                }
            }
        }

        foreach (Match attribute in Attribute().Matches(source))
        {
            if (KeyForm().IsMatch(attribute.Groups["key"].Value) && !IsInComment(source, attribute.Index))
            {
                yield return attribute.Groups["key"].Value;
            }
        }
    }

    public static bool IsPattern(string key) => key.Contains('*', StringComparison.Ordinal);

    public static bool Matches(string keyOrPattern, string key) => IsPattern(keyOrPattern)
        ? Regex.IsMatch(key, "^" + Regex.Escape(keyOrPattern).Replace("\\*", "[^.]+", StringComparison.Ordinal) + "$", RegexOptions.None, TimeSpan.FromSeconds(1))
        : keyOrPattern == key;

    /// <summary>All string literals up to the comma or bracket that ends the argument.</summary>
    private static (List<string> Literals, bool OnlyLiteral) FirstArgument(string source, int at)
    {
        var literals = new List<string>();
        var other = false;
        for (var depth = 0; at < source.Length; at++)
        {
            var c = source[at];
            if (c is '$' && at + 1 < source.Length && source[at + 1] == '"')
            {
                literals.Add(Interpolated(source, at + 2, out at));
            }
            else if (c == '"')
            {
                var end = source.IndexOf('"', at + 1);
                if (end < 0)
                {
                    break;
                }

                literals.Add(source[(at + 1)..end]);
                at = end;
            }
            else if (depth == 0 && c is ',' or ']' or ')' or ';')
            {
                break;
            }
            else
            {
                depth += c is '(' or '[' or '{' ? 1 : c is ')' or ']' or '}' ? -1 : 0;
                other |= !char.IsWhiteSpace(c);
            }
        }

        return (literals, literals.Count == 1 && !other);
    }

    private static string Interpolated(string source, int at, out int end)
    {
        var text = new System.Text.StringBuilder();
        var depth = 0;
        for (end = at; end < source.Length && (depth > 0 || source[end] != '"'); end++)
        {
            if (source[end] == '{' && depth++ == 0)
            {
                text.Append('*');
            }
            else if (source[end] == '}')
            {
                depth--;
            }
            else if (depth == 0)
            {
                text.Append(source[end]);
            }
        }

        return text.ToString();
    }

    private static bool IsInComment(string source, int at)
    {
        var line = source.LastIndexOf('\n', Math.Max(0, at - 1)) + 1;
        return source[line..at].TrimStart().StartsWith("//", StringComparison.Ordinal);
    }

    [GeneratedRegex("""(?<!\w)T\[|(?<!\w)T\.Html\(|(?<!\w)new TextKey\(|(?<!\w)TextKey\??\s+\w+\s*(?:\{[^}]*\}|\([^)]*\))?\s*=>?\s*new\(|[Tt]exts\.(?:Get|Html)\(\s*[^,"]+,|[Tt]exts\.In\([^"\[\]]*?\)(?:\[|\.Html\()""")]
    private static partial Regex Call();

    [GeneratedRegex("""(?:ErrorMessage|Name)\s*=\s*"(?<key>[^"]+)"\s*[,)]""")]
    private static partial Regex Attribute();

    [GeneratedRegex(@"^[A-Za-z0-9_*-]+(\.[A-Za-z0-9_*-]+)+$")]
    private static partial Regex KeyForm();
}
