using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Charity.Tests.Languages;

/// <summary>One word for a thing: the texts keep to the list of <c>docs/words.md</c>.</summary>
public class WordsTests
{
    private static readonly string Root = RootOf(AppContext.BaseDirectory);

    [Fact]
    public void No_text_uses_a_word_that_the_list_sets_aside()
    {
        var aside = Aside();
        var found = Texts()
            .SelectMany(text => aside.Where(word => word.Language == text.Language && word.Starts.IsMatch(text.Words))
                .Select(word => $"{text.Key} in {text.Language} says '{word.Not}', not '{word.But}': {text.Words}"))
            .ToList();
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [Fact]
    public void The_list_names_each_thing_in_four_languages()
    {
        var terms = Rows().Where(cells => cells.Length == 5).Skip(1).ToList();
        Assert.True(terms.Count > 30, $"only {terms.Count} terms were read");
        Assert.All(terms, cells => Assert.All(cells.Take(4), word => Assert.NotEqual("", word)));
        Assert.True(Aside().Count > 15);
    }

    private static List<(string Language, string Not, string But, Regex Starts)> Aside() =>
        [.. Rows().Where(cells => cells.Length == 3 && cells[0].Length == 2)
            .Select(cells => (cells[0], cells[1], cells[2], new Regex($@"(?<!\p{{L}}){Regex.Escape(cells[1])}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)))];

    /// <summary>The rows of the page's tables, without the lines that part their heads.</summary>
    private static IEnumerable<string[]> Rows() =>
        File.ReadLines(Path.Combine(Root, "docs", "words.md"))
            .Where(line => line.StartsWith('|') && !line.StartsWith("|--", StringComparison.Ordinal))
            .Select(line => line.Split('|')[1..^1].Select(cell => cell.Trim()).ToArray());

    private static IEnumerable<(string Key, string Language, string Words)> Texts()
    {
        var folder = Path.DirectorySeparatorChar;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Root, "src"), "Texts*.json", SearchOption.AllDirectories)
                     .Where(file => !file.Contains($"{folder}obj{folder}", StringComparison.Ordinal)))
        {
            using var json = JsonDocument.Parse(File.ReadAllText(file));
            foreach (var entry in json.RootElement.EnumerateObject())
            {
                foreach (var text in entry.Value.EnumerateObject())
                {
                    yield return (entry.Name, text.Name, text.Value.ToString());
                }
            }
        }
    }

    private static string RootOf(string folder) =>
        File.Exists(Path.Combine(folder, "Charity.sln"))
            ? folder
            : RootOf(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests run outside the repository."));
}
