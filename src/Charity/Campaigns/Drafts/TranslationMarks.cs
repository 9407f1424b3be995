using System.Text.Json;
using System.Text.Json.Serialization;
using Charity.Languages;

namespace Charity.Campaigns.Drafts;

/// <summary>How one text stands in its languages.</summary>
/// <param name="Source">Code of the language that was changed last by itself; the others are translations of it.</param>
/// <param name="Texts">Fingerprint of the text, by language code.</param>
/// <param name="MadeFrom">Fingerprint of the source's text that a translation was written or found right for, by its language code.</param>
/// <param name="Following">
/// Translations that were written in this draft to follow their source: more typing in one of them is still following,
/// and does not make it the source.
/// </param>
public sealed record TranslationMark(
    string Source, IReadOnlyDictionary<string, string> Texts, IReadOnlyDictionary<string, string> MadeFrom, IReadOnlyList<string> Following)
{
    /// <summary>True for a translation whose source was changed after it.</summary>
    public bool IsOutdated(Language language)
        => language.Code != Source && Texts.ContainsKey(language.Code) && MadeFrom.GetValueOrDefault(language.Code) != Texts[Source];

    internal TranslationMark StillRight(Language language)
        => language.Code == Source || !Texts.ContainsKey(language.Code)
            ? this
            : this with { MadeFrom = new SortedDictionary<string, string>(MadeFrom.ToDictionary(), StringComparer.Ordinal) { [language.Code] = Texts[Source] } };
}

/// <summary>
/// Which translations of a campaign are older than what they translate. Nothing is guessed: with each text stands the
/// fingerprint of the source that it was written for, so a source that is put back makes its translations right again.
/// </summary>
public sealed record TranslationMarks(IReadOnlyDictionary<string, TranslationMark> Fields)
{
    public static readonly TranslationMarks None = new(new Dictionary<string, TranslationMark>());

    public bool IsOutdated(string field, Language language) => Fields.TryGetValue(field, out var mark) && mark.IsOutdated(language);

    /// <summary>The language that a field was written in last by itself; null where nothing stands.</summary>
    public Language? SourceOf(string field) => Fields.TryGetValue(field, out var mark) ? Language.Of(mark.Source) : null;

    /// <summary>Translations older than their source, in the order of the form.</summary>
    [JsonIgnore]
    public IReadOnlyList<(string Field, Language Language)> Outdated
        => [.. from text in CampaignFields.Texts from language in Language.All where IsOutdated(text.Name, language) select (text.Name, language)];

    /// <summary>As <see cref="Outdated"/>, of these languages only.</summary>
    public IReadOnlyList<(string Field, Language Language)> OutdatedIn(IReadOnlyCollection<Language> languages)
        => [.. Outdated.Where(one => languages.Contains(one.Language))];

    /// <summary>The marks after the texts were changed to those of a document.</summary>
    /// <param name="preferred">Of several languages changed at once, the one that the others are taken to translate.</param>
    public TranslationMarks After(CampaignDocument document, Language preferred)
    {
        var fields = new SortedDictionary<string, TranslationMark>(StringComparer.Ordinal);
        foreach (var field in CampaignFields.Texts)
        {
            if (TranslationFollowing.Next(Fields.GetValueOrDefault(field.Name), field.Read(document), preferred) is { } mark)
            {
                fields[field.Name] = mark;
            }
        }

        return new TranslationMarks(fields);
    }

    /// <summary>The marks after a person found a translation right as it is.</summary>
    public TranslationMarks StillRight(string field, Language language)
        => Fields.TryGetValue(field, out var mark)
            ? new TranslationMarks(new SortedDictionary<string, TranslationMark>(Fields.ToDictionary(), StringComparer.Ordinal) { [field] = mark.StillRight(language) })
            : this;

    /// <summary>As they are kept once published: a later change of a translation stands by itself.</summary>
    public TranslationMarks Settled() => new(Fields.ToDictionary(f => f.Key, f => f.Value with { Following = [] }, StringComparer.Ordinal));

    public string ToJson() => JsonSerializer.Serialize(this);

    public static TranslationMarks FromJson(string json)
        => json.Length == 0 ? None : JsonSerializer.Deserialize<TranslationMarks>(json) ?? throw new JsonException("No marks of translations.");
}
