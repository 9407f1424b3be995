using System.Collections.Frozen;
using System.Text;

namespace Charity.Staff.Passwords;

/// <summary>
/// Takes a password apart into what everybody knows: words of the list, rows of keys, repetitions, digits and signs. What
/// is left are the letters that somebody would have to guess.
/// </summary>
internal static class PasswordParts
{
    /// <summary>Fewer letters that nobody knows than this are found in a few thousand tries.</summary>
    private const int FewestUnknownLetters = 4;

    private const int FewestDifferentSigns = 5;

    /// <summary>Signs of a row of keys, or of the alphabet, below which it is chance; words have more.</summary>
    private const int ShortestRow = 3;

    /// <summary>A password that is one chunk over and over counts as that chunk: shorter ones are too short.</summary>
    private const int ShortestChunk = 8;

    /// <summary>What comes behind makes no password common, and none better.</summary>
    private const int LongestRead = 256;

    private static readonly string[] Rows = BothWays(
        "1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./", "qwertzuiop", "abcdefghijklmnopqrstuvwxyz", "01234567890",
        "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/", "qazwsxedcrfvtgbyhnujmik,ol.p;/", "1q2w3e4r5t6y7u8i9o0p", "q1w2e3r4t5y6u7i8o9p0",
        "12qw34er56ty78ui90op", "1a2s3d4f5g6h7j8k9l", "1qa2ws3ed4rf5tg6yh7uj", "qawsedrftgyhujikolp", "qwaszxerdfcvtyghbn", "qazxswedcvfrtgbnhyujm", "a1b2c3d4e5f6g7h8",
        "йцукенгшщзхї", "йцукенгшщзхъ", "фівапролджє", "фывапролджэ", "ячсмитьбю", "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя", "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "явертъуиопшщ", "асдфгхйкл", "зьцжбнм", "љњертзуиопшѓ", "асдфгхјклчќ", "зџцвбнм");

    /// <summary>Where the same key lies with another layout: people type a word of their language and leave the layout as it was.</summary>
    private static readonly Dictionary<char, char> Keys = "йцукенгшщзхїъфіывапролджєэячсмитьбю".Zip("qwertyuiop[]]assdfghjkl;''zxcvbnm,.").ToDictionary();

    private static readonly FrozenSet<string> Words = Load();
    private static readonly int Longest = Words.Max(word => word.Length);

    /// <param name="names">Further words, in small letters.</param>
    public static bool IsCommon(string password, HashSet<string> names)
    {
        var text = (password.Length <= LongestRead ? password : password[..LongestRead]).ToLowerInvariant();
        return text.Distinct().Count() < FewestDifferentSigns || Chunk(text).Length < ShortestChunk
               || Rests(text, names) || Rests(Spelled(text, "013457@$!€", "oieastasie"), names) || Rests(Spelled(text, "1!", "ll"), names)
               || Rests(string.Concat(text.Where(char.IsLetterOrDigit)), names);
    }

    /// <summary>Whether few letters remain that no known part covers; figures and signs count for nothing.</summary>
    private static bool Rests(string text, HashSet<string> names)
    {
        var (words, own) = (Words.GetAlternateLookup<ReadOnlySpan<char>>(), names.GetAlternateLookup<ReadOnlySpan<char>>());
        var longest = names.Select(name => name.Length).Append(Longest).Max();
        var unknown = new int[text.Length + 1];
        for (var end = 1; end <= text.Length; end++)
        {
            unknown[end] = unknown[end - 1] + (char.IsLetter(text[end - 1]) ? 1 : 0);
            for (var length = ShortestRow; length <= Math.Min(end, longest); length++)
            {
                var part = text.AsSpan(end - length, length);
                if (unknown[end - length] < unknown[end] && (words.Contains(part) || own.Contains(part) || IsRow(part)))
                {
                    unknown[end] = unknown[end - length];
                }
            }
        }

        return unknown[^1] < FewestUnknownLetters;
    }

    private static bool IsRow(ReadOnlySpan<char> part)
    {
        if (!part.ContainsAnyExcept(part[0]))
        {
            return true;
        }

        foreach (var row in Rows)
        {
            if (row.AsSpan().IndexOf(part, StringComparison.Ordinal) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The shortest beginning of which the text is nothing but repetitions.</summary>
    private static string Chunk(string text)
        => Enumerable.Range(1, text.Length).Select(length => text[..length])
            .First(chunk => Enumerable.Range(0, text.Length).All(i => text[i] == chunk[i % chunk.Length]));

    /// <summary>Figures and signs that stand for letters: p@ssw0rd.</summary>
    private static string Spelled(string text, string signs, string letters)
        => string.Concat(text.Select(sign => signs.IndexOf(sign, StringComparison.Ordinal) is >= 0 and var at ? letters[at] : sign));

    private static string[] BothWays(params string[] rows) => [.. rows, .. rows.Select(row => string.Concat(row.Reverse()))];

    private static FrozenSet<string> Load()
    {
        using var stream = typeof(PasswordParts).Assembly.GetManifestResourceStream("Charity.Staff.Passwords.CommonPasswords.txt")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var words = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(line => line[0] != '#').ToList();
        return words.Concat(words.Where(word => word.All(Keys.ContainsKey)).Select(word => string.Concat(word.Select(letter => Keys[letter]))))
            .ToFrozenSet(StringComparer.Ordinal);
    }
}
