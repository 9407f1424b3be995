using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Charity.Languages;

namespace Charity.Donations;

/// <summary>
/// Takes a search text apart. A word is a run of letters and digits; what stands between (spaces, hyphens, apostrophes, the
/// dots and the @ of an address) only parts words. Each word is kept under all its endings, so that any part of it is the
/// beginning of one of them, which an index finds at once in every script.
/// </summary>
public static class GiftWords
{
    /// <summary>Letters of the shortest part that the index knows.</summary>
    public const int ShortestPart = 2;

    /// <summary>Digits of the shortest part of a transfer's reference that is found: they are printed in groups of four.</summary>
    public const int ShortestOfReference = 4;

    /// <summary>Letters of a part that are kept; what is typed beyond them is compared with the gift itself.</summary>
    public const int LongestPart = 16;

    /// <summary>Letters of a word that are kept. Nobody's name is longer; of a longer run the beginning is found.</summary>
    private const int LongestWord = 64;

    /// <summary>Words of one gift: a name of 500 letters typed to fill the index ends here.</summary>
    private const int MostWords = 40;

    /// <summary>The words of a normalised text that are worth keeping, each once.</summary>
    /// <param name="searchText">As <see cref="SearchText"/> makes it.</param>
    public static IReadOnlyList<string> Of(string searchText)
        => [.. Runs(searchText).Where(w => w.Length >= ShortestPart).Select(w => w.Length > LongestWord ? w[..LongestWord] : w)
            .Distinct(StringComparer.Ordinal).Take(MostWords)];

    /// <summary>Parts of typed words by which gifts can be looked up; none when only single letters were typed.</summary>
    public static IReadOnlyList<string> PartsOf(string normalised)
        => [.. Runs(normalised).Where(w => w.Length >= ShortestPart).Select(w => w.Length > LongestPart ? w[..LongestPart] : w)
            .Distinct(StringComparer.Ordinal)];

    /// <summary>The typed words as gifts are compared with them in the end: by what stands between spaces.</summary>
    public static IReadOnlyList<string> Typed(string? text)
        => [.. SearchText.Normalise(text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).Take(MostTyped)];

    /// <summary>
    /// The endings under which a word is kept, itself first. Of a transfer's reference, which no two gifts share, only those
    /// that somebody would type: at least a group of its digits.
    /// </summary>
    public static IEnumerable<string> EndingsOf(string word)
    {
        var shortest = TransferReference.IsValid(word) ? ShortestOfReference : ShortestPart;
        for (var from = 0; from <= word.Length - shortest; from++)
        {
            yield return word.Substring(from, Math.Min(LongestPart, word.Length - from));
        }
    }

    /// <summary>
    /// A number for the word, so that no table of words is needed. Two words with one number would only mean that a few
    /// gifts are looked at in vain, as each gift found is compared with what was typed.
    /// </summary>
    public static long NumberOf(string word)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(word), hash);
        return BinaryPrimitives.ReadInt64BigEndian(hash);
    }

    /// <summary>Words that are looked for at once.</summary>
    private const int MostTyped = 8;

    private static IEnumerable<string> Runs(string text)
    {
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            var inside = i < text.Length && char.IsLetterOrDigit(text[i]);
            if (inside && start < 0)
            {
                start = i;
            }
            else if (!inside && start >= 0)
            {
                yield return text[start..i];
                start = -1;
            }
        }
    }
}
