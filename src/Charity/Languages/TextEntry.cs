using System.Collections.Frozen;

namespace Charity.Languages;

/// <summary>One key: for each language one template, or one for each plural category.</summary>
internal sealed class TextEntry
{
    public const string CountName = "count";

    private readonly TextTemplate?[] _plain = new TextTemplate?[Language.All.Count];
    private readonly TextTemplate?[]?[] _plural = new TextTemplate?[]?[Language.All.Count];

    public TextEntry(string key, string source)
    {
        Key = key;
        Source = source;
    }

    public string Key { get; }

    /// <summary>The file it stands in, for messages.</summary>
    public string Source { get; }

    /// <summary>Every name that stands in any of its templates.</summary>
    public FrozenSet<string> Names { get; private set; } = FrozenSet<string>.Empty;

    public void Set(Language language, TextTemplate template)
    {
        _plain[language.Index] = template;
        Add(template);
    }

    public void Set(Language language, PluralCategory category, TextTemplate template)
    {
        var forms = _plural[language.Index] ??= new TextTemplate?[Enum.GetValues<PluralCategory>().Length];
        forms[(int)category] = template;
        Add(template);
    }

    public bool IsPlural(Language language) => _plural[language.Index] is not null;

    /// <summary>The template for this language and count; null when the file has none.</summary>
    public TextTemplate? Find(Language language, long? count)
    {
        if (_plural[language.Index] is not { } forms)
        {
            return _plain[language.Index];
        }

        return count is { } number ? forms[(int)Plurals.Of(language, number)] ?? forms[(int)PluralCategory.Other] : null;
    }

    public TextTemplate? Form(Language language, PluralCategory category) => _plural[language.Index]?[(int)category];

    public TextTemplate? Plain(Language language) => _plain[language.Index];

    private void Add(TextTemplate template) =>
        Names = Names.Concat(template.Names).ToFrozenSet(StringComparer.Ordinal);
}
