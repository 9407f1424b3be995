using System.Reflection;
using Charity.Accounting;
using Charity.Languages;
using Xunit;

namespace Charity.Tests.Languages;

/// <summary>Every text of the program is there in every language, and sources and texts name the same keys.</summary>
public class AllTextsTests
{
    private static readonly string[] Projects = ["Charity", "Charity.Embedded", "Charity.Web", "Charity.Sandbox"];

    private static Texts All() => Texts.Load(Projects.Select(Assembly.Load));

    [Fact]
    public void Every_text_is_whole_in_every_language()
    {
        var problems = All().Entries.SelectMany(TextProblems.In).Order(StringComparer.Ordinal).ToList();
        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    [Fact]
    public void Every_text_file_of_the_sources_is_embedded()
    {
        // A file that its project does not embed would be missed by every other check here.
        var embedded = Projects.Select(Assembly.Load).SelectMany(assembly => assembly.GetManifestResourceNames()).Count(IsTextFile);
        var written = SourceFiles("*.json").Count(file => IsTextFile("." + Path.GetFileName(file)));
        Assert.Equal(written, embedded);

        static bool IsTextFile(string name) => name.Contains(".Texts", StringComparison.Ordinal) && name.EndsWith(".json", StringComparison.Ordinal);
    }

    [Fact]
    public void Every_key_that_a_source_names_exists()
    {
        var keys = All().Entries.Select(entry => entry.Key).ToHashSet();
        var unknown = KeysInSources()
            .Where(used => TextKeysInSource.IsPattern(used.Key) ? !keys.Any(key => TextKeysInSource.Matches(used.Key, key)) : !keys.Contains(used.Key))
            .Select(used => $"{used.File}: no text has the key '{used.Key}'")
            .ToList();
        Assert.True(unknown.Count == 0, string.Join('\n', unknown));
    }

    [Fact]
    public void Every_key_is_named_by_a_source()
    {
        var used = KeysInSources().Select(one => one.Key).ToHashSet();
        var patterns = used.Where(TextKeysInSource.IsPattern).ToList();
        var unused = All().Entries
            .Where(entry => !used.Contains(entry.Key) && !patterns.Any(pattern => TextKeysInSource.Matches(pattern, entry.Key)))
            .Select(entry => $"{entry.Source}: nobody uses '{entry.Key}'")
            .Order(StringComparer.Ordinal)
            .ToList();
        Assert.True(unused.Count == 0, string.Join('\n', unused));
    }

    [Fact]
    public void Every_named_account_has_a_name_in_every_language()
    {
        var keys = All().Entries.Select(entry => entry.Key).ToHashSet();
        Assert.All(ChartOfAccounts.Default.Accounts, account => Assert.Contains($"ledger.account.{account.Code}", keys));
    }

    private static List<(string File, string Key)> KeysInSources() =>
        [.. SourceFiles("*.cs").Concat(SourceFiles("*.cshtml"))
            .SelectMany(file => TextKeysInSource.In(File.ReadAllText(file)).Select(key => (Path.GetFileName(file), key)))];

    private static IEnumerable<string> SourceFiles(string pattern)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Charity.sln")))
        {
            root = root.Parent ?? throw new InvalidOperationException("The tests run outside the repository.");
        }

        // The Production edition has no texts of its own but names some of the pages'.
        return Projects.Append("Charity.Production")
            .SelectMany(project => Directory.EnumerateFiles(Path.Combine(root.FullName, "src", project), pattern, SearchOption.AllDirectories))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));
    }
}
