using System.Collections.Frozen;

namespace Charity.Languages;

/// <summary>A text cut at load into literal pieces and <c>{name}</c> places; <c>{{</c> and <c>}}</c> are braces.</summary>
internal sealed class TextTemplate
{
    private readonly Piece[] _pieces;

    private TextTemplate(Piece[] pieces, FrozenSet<string> names)
    {
        _pieces = pieces;
        Names = names;
    }

    /// <summary>Literal text, or (when <paramref name="IsName"/>) the name of the value that stands here.</summary>
    internal readonly record struct Piece(string Text, bool IsName);

    public FrozenSet<string> Names { get; }

    public ReadOnlySpan<Piece> Pieces => _pieces;

    /// <exception cref="FormatException">A brace is open, or a name is none.</exception>
    public static TextTemplate Parse(string text)
    {
        var pieces = new List<Piece>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var literal = new System.Text.StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var doubled = i + 1 < text.Length && text[i + 1] == c;
            if (c is '{' or '}' && doubled)
            {
                literal.Append(c);
                i++;
            }
            else if (c == '{')
            {
                var end = text.IndexOf('}', i);
                var name = end < 0 ? "" : text[(i + 1)..end];
                if (!IsName(name))
                {
                    throw new FormatException($"A brace is not closed, or holds no name, at {i}: {text}");
                }

                Flush();
                pieces.Add(new(name, IsName: true));
                names.Add(name);
                i = end;
            }
            else if (c == '}')
            {
                throw new FormatException($"A brace closes nothing at {i}: {text}");
            }
            else
            {
                literal.Append(c);
            }
        }

        Flush();
        return new([.. pieces], names.ToFrozenSet(StringComparer.Ordinal));

        void Flush()
        {
            if (literal.Length > 0)
            {
                pieces.Add(new(literal.ToString(), IsName: false));
                literal.Clear();
            }
        }
    }

    private static bool IsName(string name) => name.Length > 0 && name.All(char.IsAsciiLetterOrDigit) && char.IsAsciiLetterLower(name[0]);
}
