using System.Collections.Frozen;
using System.Reflection;
using Microsoft.AspNetCore.Html;

namespace Charity.Languages;

/// <summary>
/// Every sentence that Charity itself says, by key, from the Texts*.json files embedded beside the code that uses them.
/// A page or mail takes the reader's <see cref="LanguageTexts"/> by <see cref="In"/>, names it <c>T</c> and writes
/// <c>T["give.amount"]</c> or <c>T["gifts.count", ("count", 5)]</c>: a test reads the sources for this pattern and fails
/// on a key that does not exist and on one that nobody uses. Where the key is computed, write
/// <c>T[$"gift.state.{state}"]</c>; where it is handed on, <c>new TextKey("give.too-small")</c>.
/// </summary>
public sealed class Texts
{
    private readonly FrozenDictionary<string, TextEntry> _entries;
    private readonly LanguageTexts[] _byLanguage;
    private readonly Action<string>? _report;

    private Texts(FrozenDictionary<string, TextEntry> entries, Action<string>? report)
    {
        _entries = entries;
        _report = report;
        _byLanguage = [.. Language.All.Select(language => new LanguageTexts(this, language))];
    }

    /// <summary>Reads the texts of these assemblies.</summary>
    /// <param name="assemblies">Assemblies with embedded Texts*.json files.</param>
    /// <param name="report">
    /// Null, and a missing key or value throws <see cref="TextsException"/>: development and tests. Otherwise it is told
    /// (once for each fault) and the key itself is shown: a visitor meets an odd word, not an error page.
    /// </param>
    /// <exception cref="TextsException">A file is broken, or a key stands in two files.</exception>
    public static Texts Load(IEnumerable<Assembly> assemblies, Action<string>? report = null) =>
        Load(assemblies.Distinct().SelectMany(ReadAll), report);

    internal static Texts Load(IEnumerable<TextEntry> all, Action<string>? report)
    {
        var entries = new Dictionary<string, TextEntry>(StringComparer.Ordinal);
        foreach (var entry in all)
        {
            if (!entries.TryAdd(entry.Key, entry))
            {
                throw new TextsException($"'{entry.Key}' stands in {entries[entry.Key].Source} and in {entry.Source}.");
            }
        }

        var reported = new System.Collections.Concurrent.ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        return new(
            entries.ToFrozenDictionary(StringComparer.Ordinal),
            report is null ? null : fault => { if (reported.TryAdd(fault, true)) { report(fault); } });
    }

    /// <summary>The texts in one language: what pages and mails hold as <c>T</c>.</summary>
    public LanguageTexts In(Language language) => _byLanguage[language.Index];

    /// <summary>
    /// The text of a key. Values fill the <c>{name}</c> places: whole numbers are grouped, <c>Money</c> and
    /// <see cref="DateOnly"/> are written out in the language (give a year as a string); the value named <c>count</c>
    /// picks the plural form.
    /// </summary>
    /// <exception cref="TextsException">There is no such key or value (only where no report was given to Load).</exception>
    public string Get(Language language, string key, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        if (Find(language, key, values) is not { } template)
        {
            return key;
        }

        if (template.Pieces is [{ IsName: false } only])
        {
            return only.Text;
        }

        var result = new System.Text.StringBuilder();
        foreach (var piece in template.Pieces)
        {
            result.Append(piece.IsName ? TextValue.Write(ValueOf(piece.Text, key, values), language) : After(result.Length > 0 && result[^1] == FullStop, piece.Text));
        }

        return result.ToString();
    }

    /// <summary>
    /// As <see cref="Get"/>, for a page: texts and values are encoded, except values that are html already (a link in
    /// the middle of a sentence).
    /// </summary>
    public IHtmlContent Html(Language language, string key, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        var html = new HtmlContentBuilder();
        if (Find(language, key, values) is not { } template)
        {
            return html.Append(key);
        }

        var stopped = false;
        foreach (var piece in template.Pieces)
        {
            if (!piece.IsName)
            {
                html.Append(After(stopped, piece.Text));
                stopped = false;
            }
            else if (ValueOf(piece.Text, key, values) is var value && value is IHtmlContent content)
            {
                html.AppendHtml(content);
                stopped = false;
            }
            else
            {
                var written = TextValue.Write(value, language);
                html.Append(written);
                stopped = written.EndsWith(FullStop);
            }
        }

        return html;
    }

    /// <summary>
    /// What follows a value. An amount or date may end in an abbreviation ("1.200 ден.", "22 листопада 2026 р."), whose
    /// point then also ends the sentence: nobody writes two.
    /// </summary>
    private static string After(bool stopped, string text) => stopped && text.StartsWith(FullStop) ? text[1..] : text;

    private const char FullStop = '.';

    public bool Has(string key) => _entries.ContainsKey(key);

    internal IEnumerable<TextEntry> Entries => _entries.Values;

    private TextTemplate? Find(Language language, string key, ReadOnlySpan<(string Name, object? Value)> values)
    {
        if (!_entries.TryGetValue(key, out var entry))
        {
            Fault($"No text has the key '{key}'.");
            return null;
        }

        long? count = null;
        foreach (var (name, value) in values)
        {
            if (name == TextEntry.CountName)
            {
                count = value is null ? null : Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture);
            }
            else if (!entry.Names.Contains(name))
            {
                Fault($"'{key}' has no place for '{name}'.");
            }
        }

        var template = entry.Find(language, count);
        if (template is null)
        {
            Fault(entry.IsPlural(language) && count is null
                ? $"'{key}' has plural forms and was given no count."
                : $"'{key}' has no text in '{language}'.");
        }

        return template;
    }

    private object? ValueOf(string name, string key, ReadOnlySpan<(string Name, object? Value)> values)
    {
        foreach (var value in values)
        {
            if (value.Name == name)
            {
                return value.Value;
            }
        }

        Fault($"'{key}' was given no '{name}'.");
        return $"{{{name}}}";
    }

    private void Fault(string message)
    {
        if (_report is null)
        {
            throw new TextsException(message);
        }

        _report(message);
    }

    private static IEnumerable<TextEntry> ReadAll(Assembly assembly)
    {
        foreach (var name in assembly.GetManifestResourceNames().Order(StringComparer.Ordinal))
        {
            if (name.Contains(".Texts", StringComparison.Ordinal) && name.EndsWith(".json", StringComparison.Ordinal))
            {
                using var stream = assembly.GetManifestResourceStream(name)!;
                foreach (var entry in TextsFile.Read(stream, name))
                {
                    yield return entry;
                }
            }
        }
    }
}
