using Charity.Languages;

namespace Charity.Campaigns.Drafts;

/// <summary>
/// How a text's mark moves on with a save. A language that was in step and is changed alone becomes the source. One
/// that lagged behind, or is new, follows its source. Languages changed in the same save are in step with each other.
/// </summary>
internal static class TranslationFollowing
{
    public static TranslationMark? Next(TranslationMark? before, LocalizedText text, Language preferred)
    {
        var now = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (words, language) in text)
        {
            now[language.Code] = CampaignFields.Fingerprint(words);
        }

        if (now.Count == 0)
        {
            return null;
        }

        if (before is null)
        {
            var first = Best([.. now.Keys], preferred);
            return new TranslationMark(first, now, Map(now.Keys.Where(code => code != first), _ => now[first]), []);
        }

        var old = before.Texts.ContainsKey(before.Source) && !now.ContainsKey(before.Source) ? WithoutSource(before, now, preferred) : before;
        var changed = now.Keys.Where(code => old.Texts.GetValueOrDefault(code) != now[code]).ToList();
        var source = old.Source;
        var madeFrom = Map(old.MadeFrom.Keys.Where(now.ContainsKey), code => old.MadeFrom[code]);
        var following = old.Following.Where(now.ContainsKey).ToList();
        var alone = changed.Where(code => code != source && old.Texts.ContainsKey(code) && !following.Contains(code) && InStep(old, code)).ToList();
        if (alone.Count > 0 && !changed.Contains(source))
        {
            source = Best(alone, preferred);
            // Those that were in step with the old source were in step with this language as it stood before.
            foreach (var code in now.Keys.Where(code => code != source && (code == old.Source || InStep(old, code))))
            {
                madeFrom[code] = old.Texts[source];
            }

            madeFrom.Remove(source);
            following.Clear();
        }

        foreach (var code in changed.Where(code => code != source))
        {
            madeFrom[code] = now[source];
            if (!following.Contains(code))
            {
                following.Add(code);
            }
        }

        return new TranslationMark(source, now, madeFrom, following);
    }

    private static bool InStep(TranslationMark mark, string code) => mark.MadeFrom.GetValueOrDefault(code) == mark.Texts[mark.Source];

    /// <summary>The source was taken out: another language takes its place, and what was in step with it stays in step.</summary>
    private static TranslationMark WithoutSource(TranslationMark mark, SortedDictionary<string, string> now, Language preferred)
    {
        var known = now.Keys.Where(mark.Texts.ContainsKey).ToList();
        var heir = Best(known.Count > 0 ? known : [.. now.Keys], preferred);
        var texts = new SortedDictionary<string, string>(mark.Texts.ToDictionary(), StringComparer.Ordinal);
        texts.TryAdd(heir, now[heir]);
        return new TranslationMark(
            heir, texts, Map(mark.MadeFrom.Keys.Where(code => code != heir), code => InStep(mark, code) ? texts[heir] : mark.MadeFrom[code]),
            [.. mark.Following.Where(code => code != heir)]);
    }

    private static string Best(IReadOnlyCollection<string> codes, Language preferred)
        => codes.Contains(preferred.Code) ? preferred.Code : Language.All.First(language => codes.Contains(language.Code)).Code;

    private static SortedDictionary<string, string> Map(IEnumerable<string> codes, Func<string, string> value)
        => new(codes.ToDictionary(code => code, value), StringComparer.Ordinal);
}
