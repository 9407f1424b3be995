using Charity.Languages;

namespace Charity.Data.Approvals;

/// <summary>
/// A sentence about a request that is written now and read later, in each reader's own language.
/// </summary>
public sealed class ApprovalText
{
    private readonly KeptText text;

    /// <param name="key">Of a text in four languages, with a place for each value.</param>
    /// <param name="values">As a <see cref="KeptText"/> takes them, but for moments: requests name days.</param>
    /// <exception cref="ArgumentException">A value of another type.</exception>
    public ApprovalText(TextKey key, params (string Name, object Value)[] values)
        : this(new KeptText(key, values))
    {
        if (Array.Exists(values, value => value.Value is DateTime))
        {
            throw new ArgumentException("A request names days, not moments.", nameof(values));
        }
    }

    private ApprovalText(KeptText text) => this.text = text;

    public TextKey Key => text.Key;

    /// <summary>The sentence in the reader's language.</summary>
    public string In(LanguageTexts texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return text.In(texts, moment => DateFormat.DateTimeWithZone(moment, TimeZoneInfo.Utc, texts.Language));
    }

    internal string WriteValues() => text.WriteValues();

    internal static ApprovalText Read(string key, string values) => new(KeptText.Read(key, values));
}
