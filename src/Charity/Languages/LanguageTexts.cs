using Microsoft.AspNetCore.Html;

namespace Charity.Languages;

/// <summary>A key that is handed on, such as the reason in an outcome. The sources' test reads <c>new TextKey("…")</c>.</summary>
public readonly record struct TextKey(string Key)
{
    public override string ToString() => Key;
}

/// <summary>All texts in one language. Held as <c>T</c> (see <see cref="Texts"/> for why the name matters).</summary>
public sealed class LanguageTexts
{
    private readonly Texts _texts;

    internal LanguageTexts(Texts texts, Language language)
    {
        _texts = texts;
        Language = language;
    }

    public Language Language { get; }

    /// <summary>Whether there is such a text, for keys that end in a name from elsewhere.</summary>
    public bool Has(string key) => _texts.Has(key);

    /// <inheritdoc cref="Texts.Get"/>
    public string this[string key, params ReadOnlySpan<(string Name, object? Value)> values] => _texts.Get(Language, key, values);

    /// <inheritdoc cref="Texts.Get"/>
    public string this[TextKey key, params ReadOnlySpan<(string Name, object? Value)> values] => _texts.Get(Language, key.Key, values);

    /// <inheritdoc cref="Texts.Html"/>
    public IHtmlContent Html(string key, params ReadOnlySpan<(string Name, object? Value)> values) => _texts.Html(Language, key, values);
}
