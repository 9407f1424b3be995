using System.Globalization;
using Charity.Accounting;
using Charity.Campaigns;
using Charity.Campaigns.Drafts;
using Charity.Languages;

namespace Charity.Web.Pages.Staff.Campaigns;

/// <summary>
/// The form of a campaign: what stands in its fields, by name, as it was typed. Only the names that it asks for are
/// read; what cannot be understood stays in its field with a sentence beside it.
/// </summary>
public sealed class EditForm
{
    private const int LeastExamples = 6;
    private const int MaxExamples = 20;

    private readonly Dictionary<string, string> _values;
    private readonly Dictionary<string, TextKey> _errors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TextKey> _notes = new(StringComparer.Ordinal);

    private EditForm(Dictionary<string, string> values) => _values = values;

    /// <summary>Sentences beside fields that cannot be read, by the field's name: nothing is saved with them.</summary>
    public IReadOnlyDictionary<string, TextKey> Errors => _errors;

    /// <summary>Sentences beside fields that a draft may hold and that cannot be published, by the field's name.</summary>
    public IReadOnlyDictionary<string, TextKey> Notes => _notes;

    /// <summary>Rows of "what your gift does".</summary>
    public int Examples => Math.Min(MaxExamples, Math.Max(LeastExamples, _values.Keys.Count(name => name.StartsWith("amount.", StringComparison.Ordinal))));

    public string this[string name] => _values.GetValueOrDefault(name, "");

    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>The sentence beside a field, whether it stops the save or not.</summary>
    public TextKey? Error(string name) => _errors.TryGetValue(name, out var key) || _notes.TryGetValue(name, out key) ? key : null;

    /// <summary>The form as a document fills it.</summary>
    public static EditForm Of(CampaignDocument document, Language reader)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var (content, promises) = (document.Content, document.Promises);
        foreach (var text in CampaignFields.Texts.Where(text => text.Name != "examples"))
        {
            foreach (var language in Language.All)
            {
                values[text.Key(language)] = text.Read(document)[language] ?? "";
            }
        }

        var currency = Currency.Of(promises.GoalCurrency);
        values["programme"] = content.ProgrammeId.ToString();
        values["starts"] = Day(content.StartsOn);
        values["ends"] = Day(promises.EndsOn);
        values["goal"] = promises.GoalMinor is { } goal ? AmountFormat.Input(new Money(goal, currency), reader) : "";
        values["goalCurrency"] = promises.GoalCurrency;
        values["position"] = content.Position.ToString(CultureInfo.InvariantCulture);
        values["picture"] = content.PictureId?.ToString() ?? "";
        values["consent"] = content.StoryConsentId?.ToString() ?? "";
        if (content.StoryTellsOfPerson)
        {
            values["person"] = "on";
        }

        if (content.TakesMessages)
        {
            values["messages"] = "on";
        }

        foreach (var code in content.Currencies)
        {
            values[$"currency.{code}"] = "on";
        }

        values["currencyOrder"] = string.Join(',', content.Currencies);
        values["firstCurrency"] = content.Currencies is [var first, ..] ? first : "";
        for (var i = 0; i < content.Receivers.Count; i++)
        {
            var receiver = content.Receivers[i];
            values[$"fund.{receiver.LegalEntityId}"] = receiver.FundId.ToString();
            values[$"order.{receiver.LegalEntityId}"] = (i + 1).ToString(CultureInfo.InvariantCulture);
            if (receiver.TakesCards)
            {
                values[$"cards.{receiver.LegalEntityId}"] = "on";
            }

            if (receiver.TakesTransfers)
            {
                values[$"transfers.{receiver.LegalEntityId}"] = "on";
            }
        }

        ExampleRows.Put(content.GiftExamples, currency, reader, values);
        var form = new EditForm(values);
        form.Look(document);
        return form;
    }

    /// <summary>The form as it was sent.</summary>
    public static EditForm Of(IFormCollection sent)
    {
        ArgumentNullException.ThrowIfNull(sent);
        return new EditForm(sent.ToDictionary(field => field.Key, field => field.Value.FirstOrDefault() ?? "", StringComparer.Ordinal));
    }

    /// <summary>The document that was typed; null where a field cannot be read, and then <see cref="Errors"/> says which.</summary>
    /// <param name="choices">The entities and funds there are.</param>
    public CampaignDocument? Read(CampaignChoices choices, Language reader)
    {
        ArgumentNullException.ThrowIfNull(choices);
        var code = choices.Currencies.Contains(this["goalCurrency"]) ? this["goalCurrency"] : Fault("goalCurrency", new TextKey("campaigns.field-error.currency"), Currency.Eur.Code);
        var currency = Currency.Of(code);
        var goal = this["goal"].Length == 0 ? (long?)null : Amount("goal", currency, reader);
        var starts = ReadDay("starts") ?? Fault("starts", new TextKey("campaigns.field-error.day"), default(DateOnly));
        var ends = this["ends"].Length == 0 ? null : ReadDay("ends") ?? Fault("ends", new TextKey("campaigns.field-error.day"), (DateOnly?)null);
        var position = int.TryParse(this["position"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 10_000
            ? number
            : this["position"].Length == 0 ? 0 : Fault("position", new TextKey("campaigns.field-error.number"), 0);
        var order = this["currencyOrder"].Split(',');
        var currencies = choices.Currencies.Where(c => Has($"currency.{c}"))
            .OrderBy(c => c != this["firstCurrency"]).ThenBy(c => Array.IndexOf(order, c) is >= 0 and var place ? place : int.MaxValue).ToList();
        var examples = ExampleRows.Read(this, currency, reader, (name, key) => _errors.TryAdd(name, key), Examples);
        var document = new CampaignDocument(
            new CampaignContent(
                Id("programme") ?? Guid.Empty, LocalizedText.Empty, LocalizedText.Empty, LocalizedText.Empty, LocalizedText.Empty, LocalizedText.Empty, examples,
                starts, Id("picture"), currencies, Receivers(choices), position, Has("person"), Has("person") ? Id("consent") : null, LocalizedText.Empty,
                Has("messages")),
            new CampaignPromises(LocalizedText.Empty, goal, code, ends, LocalizedText.Empty));
        foreach (var text in CampaignFields.Texts.Where(text => text.Name != "examples"))
        {
            foreach (var language in Language.All)
            {
                var typed = this[text.Key(language)];
                if (typed.Length > LocalizedText.MaxTextLength || typed.ReplaceLineEndings("\n").Trim().Length > text.MaxLength)
                {
                    Fault(text.Key(language), new TextKey("campaigns.field-error.too-long"), 0);
                    continue;
                }

                document = text.Write(document, text.Read(document).With(language, typed));
            }
        }

        if (_errors.Count > 0)
        {
            return null;
        }

        Look(document);
        return document;
    }

    /// <summary>
    /// Decisions over fields that a colleague changed too: <c>mine:print</c> or <c>theirs:print</c>, by key. A text whose
    /// field the page did not have (the story without a person, where it tells of none) was not cleared: it stays.
    /// </summary>
    public (IReadOnlyDictionary<string, string> Settled, SeenFields Seen) Decisions(CampaignDocument typed)
    {
        var seen = new Dictionary<string, string>(SeenFields.Parse(this["seen"]).Prints, StringComparer.Ordinal);
        var settled = new Dictionary<string, string>(StringComparer.Ordinal);
        var absent = CampaignFields.Texts.Where(text => text.Name != "examples").SelectMany(text => Language.All.Select(text.Key)).Where(key => !Has(key)).ToHashSet(StringComparer.Ordinal);
        foreach (var (key, value) in CampaignFields.Flatten(typed))
        {
            var decision = this[$"keep.{key}"];
            if (decision.StartsWith("mine:", StringComparison.Ordinal))
            {
                settled[key] = decision["mine:".Length..];
            }
            else if (decision.StartsWith("theirs:", StringComparison.Ordinal) || absent.Contains(key))
            {
                // As if it had not been touched: what stands there stays.
                seen[key] = CampaignFields.Fingerprint(value);
            }
        }

        return (settled, new SeenFields(seen));
    }

    private void Look(CampaignDocument document)
    {
        if (document.EndsBeforeStart)
        {
            _notes["ends"] = new TextKey("campaigns.field-error.ends-before");
        }
    }

    private List<ReceiverInput> Receivers(CampaignChoices choices) =>
    [
        .. choices.Entities.Where(e => Has($"cards.{e.Id}") || Has($"transfers.{e.Id}"))
            .OrderBy(e => int.TryParse(this[$"order.{e.Id}"], NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : int.MaxValue)
            .Select(e => new ReceiverInput(e.Id, Id($"fund.{e.Id}") ?? Guid.Empty, Has($"cards.{e.Id}"), Has($"transfers.{e.Id}"))),
    ];

    private long? Amount(string name, Currency currency, Language reader)
    {
        if (AmountText.TryParse(this[name], currency, reader.Notation, out var money, out _))
        {
            return money.Minor;
        }

        return Fault(name, new TextKey("campaigns.field-error.amount"), (long?)null);
    }

    private Guid? Id(string name) => Guid.TryParse(this[name], out var id) ? id : null;

    private DateOnly? ReadDay(string name)
        => DateOnly.TryParseExact(this[name], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private T Fault<T>(string name, TextKey key, T otherwise)
    {
        _errors.TryAdd(name, key);
        return otherwise;
    }

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
}
