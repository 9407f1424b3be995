using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Charity.Languages;

namespace Charity.Campaigns.Drafts;

/// <summary>One thing of a campaign that an editor writes in four languages.</summary>
/// <param name="Name">As in keys and in the staff texts, such as <c>summary</c>.</param>
/// <param name="IsPromise">After the first gift it changes only by a public revision.</param>
public sealed record CampaignTextField(
    string Name, int MaxLength, bool IsPromise, Func<CampaignDocument, LocalizedText> Read,
    Func<CampaignDocument, LocalizedText, CampaignDocument> Write)
{
    /// <summary>The key of this field in one language, such as <c>summary.uk</c>.</summary>
    public string Key(Language language) => $"{Name}.{language.Code}";
}

/// <summary>One thing of a campaign that is the same in all languages.</summary>
/// <param name="Read">Its value as a text that two documents can be compared by.</param>
/// <param name="Take">The first document with this field as it stands in the second.</param>
public sealed record CampaignPlainField(
    string Name, bool IsPromise, Func<CampaignDocument, string> Read, Func<CampaignDocument, CampaignDocument, CampaignDocument> Take);

/// <summary>
/// The fields of a campaign by name. Drafts are merged, editions compared and translations watched field by field, and
/// each of them finds here what a field is.
/// </summary>
public static class CampaignFields
{
    /// <summary>Key of whether the story tells of a person, and under which consent.</summary>
    public const string PersonKey = "person";

    /// <summary>Key of who receives gifts, into which fund and by which means.</summary>
    public const string ReceiversKey = "receivers";

    /// <summary>In the order of the form.</summary>
    public static IReadOnlyList<CampaignTextField> Texts { get; } =
    [
        new("title", 150, false, d => d.Content.Title, (d, t) => d with { Content = d.Content with { Title = t } }),
        new("summary", 400, false, d => d.Content.Summary, (d, t) => d with { Content = d.Content with { Summary = t } }),
        new("story", LocalizedText.MaxTextLength, false, d => d.Content.Story, (d, t) => d with { Content = d.Content with { Story = t } }),
        new("without", LocalizedText.MaxTextLength, false, d => d.Content.StoryWithoutPerson ?? LocalizedText.Empty,
            (d, t) => d with { Content = d.Content with { StoryWithoutPerson = t } }),
        new("examples", 4000, false, d => d.Content.GiftExamples, (d, t) => d with { Content = d.Content with { GiftExamples = t } }),
        new("groups", 400, false, d => d.Content.TargetGroups, (d, t) => d with { Content = d.Content with { TargetGroups = t } }),
        new("place", 200, false, d => d.Content.Place, (d, t) => d with { Content = d.Content with { Place = t } }),
        new("purpose", 2000, true, d => d.Promises.Purpose, (d, t) => d with { Promises = d.Promises with { Purpose = t } }),
        new("surplus", 2000, true, d => d.Promises.SurplusRule, (d, t) => d with { Promises = d.Promises with { SurplusRule = t } }),
    ];

    public static IReadOnlyList<CampaignPlainField> Plain { get; } =
    [
        new("programme", false, d => d.Content.ProgrammeId.ToString("N"), (d, o) => d with { Content = d.Content with { ProgrammeId = o.Content.ProgrammeId } }),
        new("starts", false, d => Day(d.Content.StartsOn), (d, o) => d with { Content = d.Content with { StartsOn = o.Content.StartsOn } }),
        new("ends", true, d => Day(d.Promises.EndsOn), (d, o) => d with { Promises = d.Promises with { EndsOn = o.Promises.EndsOn } }),
        new("goal", true, Goal, (d, o) => d with { Promises = d.Promises with { GoalMinor = o.Promises.GoalMinor, GoalCurrency = o.Promises.GoalCurrency } }),
        new("currencies", false, d => string.Join(',', d.Content.Currencies), (d, o) => d with { Content = d.Content with { Currencies = o.Content.Currencies } }),
        new(ReceiversKey, false, Receivers, (d, o) => d with { Content = d.Content with { Receivers = o.Content.Receivers } }),
        new("position", false, d => d.Content.Position.ToString(CultureInfo.InvariantCulture), (d, o) => d with { Content = d.Content with { Position = o.Content.Position } }),
        new("messages", false, d => d.Content.TakesMessages ? "yes" : "no", (d, o) => d with { Content = d.Content with { TakesMessages = o.Content.TakesMessages } }),
        new("picture", false, d => d.Content.PictureId?.ToString("N") ?? "", (d, o) => d with { Content = d.Content with { PictureId = o.Content.PictureId } }),
        new(PersonKey, false, Person, (d, o) => d with
        {
            Content = d.Content with { StoryTellsOfPerson = o.Content.StoryTellsOfPerson, StoryConsentId = o.Content.StoryConsentId },
        }),
    ];

    /// <summary>Whether a key is the story in one of the languages.</summary>
    public static bool IsStory(string key) => key.StartsWith("story.", StringComparison.Ordinal);

    /// <summary>Every field's value by its key; a text that is not there is "".</summary>
    public static IReadOnlyDictionary<string, string> Flatten(CampaignDocument document)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in Texts)
        {
            foreach (var language in Language.All)
            {
                values[field.Key(language)] = field.Read(document)[language] ?? "";
            }
        }

        foreach (var field in Plain)
        {
            values[field.Name] = field.Read(document);
        }

        return values;
    }

    /// <summary>Keys whose value differs, in the order of the form.</summary>
    public static IReadOnlyList<string> Differing(CampaignDocument one, CampaignDocument other)
    {
        var (left, right) = (Flatten(one), Flatten(other));
        return [.. left.Keys.Where(key => left[key] != right[key])];
    }

    /// <summary>The document with one field as it stands in another.</summary>
    /// <param name="key">A key of <see cref="Flatten"/>.</param>
    public static CampaignDocument Take(CampaignDocument document, CampaignDocument other, string key)
    {
        if (Plain.FirstOrDefault(field => field.Name == key) is { } plain)
        {
            return plain.Take(document, other);
        }

        var dot = key.LastIndexOf('.');
        var text = Texts.Single(field => field.Name == key[..dot]);
        var language = Language.Of(key[(dot + 1)..]);
        return text.Write(document, text.Read(document).With(language, text.Read(other)[language]));
    }

    /// <summary>Twelve hexadecimal digits that tell one value of a field from another.</summary>
    public static string Fingerprint(string value) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)).AsSpan(0, 6));

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    private static string Goal(CampaignDocument document)
        => string.Create(CultureInfo.InvariantCulture, $"{document.Promises.GoalMinor} {document.Promises.GoalCurrency}");

    private static string Receivers(CampaignDocument document) => string.Join(';', document.Content.Receivers.Select(
        r => $"{r.LegalEntityId:N}:{r.FundId:N}:{(r.TakesCards ? "c" : "")}{(r.TakesTransfers ? "t" : "")}"));

    private static string Person(CampaignDocument document)
        => document.Content.StoryTellsOfPerson ? "yes" + document.Content.StoryConsentId?.ToString("N") : "";
}
