using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Charity.Languages;

/// <summary>
/// Composes letters and their marks (Unicode NFC) for Latin, Greek and Cyrillic. Charity runs without ICU, where
/// <see cref="string.Normalize()"/> returns its input unchanged, while a phone may send "й" as two characters: names
/// would then neither compare nor print alike. Other scripts pass through as they are.
/// </summary>
public static class Letters
{
    /// <summary>The text with every letter and its marks as one character where Unicode has one.</summary>
    public static string Compose(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var firstMark = text.AsSpan().IndexOfAnyInRange('\u0300', '\u036F');
        if (firstMark < 0)
        {
            return text;
        }

        // The letter before the first mark may take part, so composing starts there.
        var start = Math.Max(0, firstMark - 1);
        var result = new StringBuilder(text.Length).Append(text, 0, start);
        var cluster = new List<char>();
        for (var i = start; i < text.Length; i++)
        {
            if (ClassOf(text[i]) == 0)
            {
                AppendComposed(cluster, result);
                cluster.Clear();
            }

            Decompose(text[i], cluster);
        }

        AppendComposed(cluster, result);
        return result.ToString();
    }

    /// <summary>Puts a letter and its marks apart, marks in the order in which they were composed.</summary>
    internal static void Decompose(char letter, List<char> parts)
    {
        if (Table.Decomposed.TryGetValue(letter, out var pair))
        {
            Decompose(pair.Base, parts);
            parts.Add(pair.Mark);
        }
        else
        {
            parts.Add(letter);
        }
    }

    /// <summary>What a compatibility form ("ﬁ", "Ａ", "№") stands for; null for an ordinary character.</summary>
    internal static string? CompatibilityOf(char c) => Table.Compatibility.GetValueOrDefault(c);

    internal static bool IsMark(char c) => CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark;

    /// <summary>One letter and the marks after it: order the marks by class (stable), then compose what is not blocked.</summary>
    private static void AppendComposed(List<char> cluster, StringBuilder result)
    {
        if (cluster.Count == 0)
        {
            return;
        }

        var letter = cluster[0];
        if (ClassOf(letter) != 0)
        {
            // Marks at the very start of the text stand on nothing.
            result.Append([.. cluster.OrderBy(ClassOf)]);
            return;
        }

        var left = new List<char>();
        var lastClass = 0;
        foreach (var mark in cluster.Skip(1).OrderBy(ClassOf))
        {
            var markClass = ClassOf(mark);
            var blocked = left.Count > 0 && lastClass >= markClass;
            if (!blocked && Table.Composed.TryGetValue((letter, mark), out var composed))
            {
                letter = composed;
            }
            else
            {
                left.Add(mark);
                lastClass = markClass;
            }
        }

        result.Append(letter).Append([.. left]);
    }

    private static byte ClassOf(char c) => c < '\u0300' ? (byte)0 : Table.Classes.GetValueOrDefault(c);

    private static class Table
    {
        public static readonly FrozenDictionary<(char Base, char Mark), char> Composed;
        public static readonly FrozenDictionary<char, (char Base, char Mark)> Decomposed;
        public static readonly FrozenDictionary<char, byte> Classes;
        public static readonly FrozenDictionary<char, string> Compatibility;

        static Table()
        {
            var composed = new Dictionary<(char, char), char>();
            var classes = new Dictionary<char, byte>();
            var compatibility = new Dictionary<char, string>();
            var assembly = typeof(Letters).Assembly;
            using var stream = assembly.GetManifestResourceStream("Charity.Languages.Letters.txt")
                ?? throw new InvalidOperationException("Letters.txt is not embedded.");
            using var reader = new StreamReader(stream, Encoding.UTF8);
            var inCompose = true;
            while (reader.ReadLine() is { } line)
            {
                if (line.Length == 0 || line[0] == '#' || line == "[compose]")
                {
                    continue;
                }

                if (line == "[compat]")
                {
                    inCompose = false;
                    continue;
                }

                var items = line.Split(' ');
                var head = (char)int.Parse(items[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                if (!inCompose)
                {
                    compatibility.Add(head, items[1]);
                    continue;
                }

                classes.Add(head, byte.Parse(items[1], CultureInfo.InvariantCulture));
                foreach (var pair in items.AsSpan(2))
                {
                    composed.Add((pair[0], head), pair[1]);
                }
            }

            Composed = composed.ToFrozenDictionary();
            Decomposed = composed.ToFrozenDictionary(entry => entry.Value, entry => entry.Key);
            Classes = classes.ToFrozenDictionary();
            Compatibility = compatibility.ToFrozenDictionary();
        }
    }
}
