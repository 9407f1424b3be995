using Charity.Accounting;
using Charity.Campaigns;
using Charity.Campaigns.Drafts;
using Charity.Data;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.Staff.Campaigns;

/// <summary>What changed between two documents, in words: the fields, and how each read before and reads after.</summary>
/// <param name="Keys">Of <see cref="CampaignFields.Flatten"/>, in the order of the form.</param>
public sealed record WordedChanges(IReadOnlyList<string> Keys, IReadOnlyDictionary<string, string> Before, IReadOnlyDictionary<string, string> After);

/// <summary>
/// The values of a campaign's fields as a person reads them: names instead of ids, amounts and days as everywhere else.
/// Texts stand as they were typed.
/// </summary>
internal sealed class FieldWords
{
    private readonly LanguageTexts T;
    private readonly Language own;
    private readonly bool seesConsents;
    private Dictionary<Guid, LocalizedText> programmes = [];
    private Dictionary<Guid, LocalizedText> entities = [];
    private Dictionary<Guid, LocalizedText> funds = [];
    private Dictionary<Guid, LocalizedText> pictures = [];
    private Dictionary<Guid, string> people = [];

    private FieldWords(LanguageTexts texts, Language own, bool seesConsents) => (T, this.own, this.seesConsents) = (texts, own, seesConsents);

    /// <summary>Reads the names that these documents need.</summary>
    /// <param name="seesConsents">Whether the reader may know who consented.</param>
    public static async Task<FieldWords> ReadAsync(
        CharityDb db, LanguageTexts texts, Language own, bool seesConsents, IReadOnlyCollection<CampaignDocument> documents, CancellationToken cancel)
    {
        var shown = documents.Select(d => d.Content.PictureId).OfType<Guid>().Distinct().ToList();
        var agreed = seesConsents ? documents.Select(d => d.Content.StoryConsentId).OfType<Guid>().Distinct().ToList() : [];
        return new FieldWords(texts, own, seesConsents)
        {
            programmes = await db.Programmes.AsNoTracking().ToDictionaryAsync(p => p.Id, p => p.Name, cancel),
            entities = await db.LegalEntities.AsNoTracking().ToDictionaryAsync(e => e.Id, e => e.Name, cancel),
            funds = await db.Funds.AsNoTracking().ToDictionaryAsync(f => f.Id, f => f.Name, cancel),
            pictures = shown.Count == 0 ? [] : await db.Pictures.AsNoTracking().Where(p => shown.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Alt, cancel),
            people = agreed.Count == 0 ? [] : await db.Consents.AsNoTracking().Where(c => agreed.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Person, cancel),
        };
    }

    public WordedChanges Between(CampaignDocument before, CampaignDocument after)
    {
        var keys = CampaignFields.Differing(before, after);
        return new WordedChanges(
            keys, keys.ToDictionary(key => key, key => Of(key, before), StringComparer.Ordinal), keys.ToDictionary(key => key, key => Of(key, after), StringComparer.Ordinal));
    }

    /// <summary>A field's value in words; "" for a text that is not there.</summary>
    public string Of(string key, CampaignDocument document)
    {
        var (content, promises) = (document.Content, document.Promises);
        return key switch
        {
            "programme" => NameOf(programmes, content.ProgrammeId),
            "starts" => DateFormat.Full(content.StartsOn, T.Language),
            "ends" => promises.EndsOn is { } end ? DateFormat.Full(end, T.Language) : T["campaigns.value.no-end"],
            "goal" => promises.GoalMinor is { } goal
                ? AmountFormat.Brief(new Money(goal, Currency.Of(promises.GoalCurrency)), T.Language)
                : T["campaigns.value.no-goal"] + ", " + promises.GoalCurrency,
            "currencies" => string.Join(", ", content.Currencies),
            "receivers" => content.Receivers.Count == 0 ? T["campaigns.value.none"] : string.Join('\n', content.Receivers.Select(Receiver)),
            "picture" => content.PictureId is { } picture ? NameOf(pictures, picture) : T["campaigns.value.no-picture"],
            "messages" => T[content.TakesMessages ? "campaigns.value.messages-on" : "campaigns.value.messages-off"],
            "person" => Person(content),
            _ when key.StartsWith("examples.", StringComparison.Ordinal) => Examples(key, document),
            _ => CampaignFields.Flatten(document)[key],
        };
    }

    private string NameOf(Dictionary<Guid, LocalizedText> names, Guid id)
        => names.TryGetValue(id, out var name) ? name.In(T.Language, own).Text : T["campaigns.value.gone"];

    private string Receiver(ReceiverInput receiver)
    {
        var means = (receiver.TakesCards ? [T["campaigns.cards"]] : Array.Empty<string>()).Concat(receiver.TakesTransfers ? [T["campaigns.transfers"]] : []);
        return $"{NameOf(entities, receiver.LegalEntityId)} · {NameOf(funds, receiver.FundId)} · {string.Join(", ", means)}";
    }

    private string Person(CampaignContent content) => content switch
    {
        { StoryTellsOfPerson: false } => T["campaigns.value.no-person"],
        { StoryConsentId: null } => T["campaigns.value.person-no-consent"],
        { StoryConsentId: { } consent } when seesConsents
            => T["campaigns.value.person", ("person", people.GetValueOrDefault(consent) ?? T["campaigns.value.gone"])],
        _ => T["campaigns.value.person-hidden"],
    };

    private static string Examples(string key, CampaignDocument document)
    {
        var language = Language.Of(key[(key.LastIndexOf('.') + 1)..]);
        var currency = Currency.Of(document.Promises.GoalCurrency);
        return string.Join('\n', GiftExample.Read(document.Content.GiftExamples[language] ?? "", currency)
            .Select(example => $"{AmountFormat.Brief(example.Amount, language)}: {example.What}"));
    }
}
