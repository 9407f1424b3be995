using Charity.Languages;

namespace Charity.Data.Approvals;

/// <summary>
/// A sentence about a request that is written now and read later, in each reader's own language.
/// </summary>
public sealed class ApprovalText
{
    private readonly KeptText text;

    /// <param name="key">Of a text in four languages, with a place for each value.</param>
    /// <param name="values">As a <see cref="KeptText"/> takes them.</param>
    public ApprovalText(TextKey key, params (string Name, object Value)[] values)
        : this(new KeptText(key, values))
    {
    }

    private ApprovalText(KeptText text) => this.text = text;

    public TextKey Key => text.Key;

    /// <summary>The sentence in the reader's language. Requests name days, not moments.</summary>
    public string In(LanguageTexts texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return text.In(texts, moment => DateFormat.DateTimeWithZone(moment, TimeZoneInfo.Utc, texts.Language));
    }

    internal string WriteValues() => text.WriteValues();

    internal static ApprovalText Read(string key, string values) => new(KeptText.Read(key, values));
}
