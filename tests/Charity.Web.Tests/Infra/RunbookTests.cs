using System.Text.RegularExpressions;
using Charity.Payments;
using Charity.Testing;
using Charity.Web.Commands;
using Microsoft.AspNetCore.Routing;
using Xunit;

namespace Charity.Web.Tests.Infra;

/// <summary>What the runbooks tell someone to type exists.</summary>
public sealed partial class RunbookTests
{
    [GeneratedRegex(@"(?:^|`|&& )\s*charity (?<command>[a-z-]+)", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex(@"`(?<key>[A-Z][A-Za-z]+(?:__[A-Za-z0-9]+)+)(?:=[^`]*)?`")]
    private static partial Regex Setting();

    [GeneratedRegex(@"\]\((?<file>[a-z-]+\.md)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"`(?<path>(?:infra|src|docs)/[A-Za-z./-]+)`")]
    private static partial Regex FileName();

    [GeneratedRegex("`(?<path>/staff[a-z/]*)`")]
    private static partial Regex StaffPage();

    private static IEnumerable<(string Name, string Text)> Pages()
        => Directory.GetFiles(RepositoryFiles.PathOf("docs/runbooks"), "*.md").Append(RepositoryFiles.PathOf("docs/scaling.md"))
            .Select(file => (Path.GetFileName(file), File.ReadAllText(file).ReplaceLineEndings("\n")));

    [Fact]
    public void The_events_to_subscribe_to_are_those_that_the_program_knows()
    {
        var page = RepositoryFiles.Read("docs/runbooks/stripe-setup.md");
        var listed = Regex.Match(page, "```text\n(?<list>.*?)```", RegexOptions.Singleline).Groups["list"].Value
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal(StripeEvents.Subscribed, listed);
        Assert.Contains(FormattableString.Invariant($"exactly these {listed.Length} events"), page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_command_setting_page_and_file_that_is_named_exists()
    {
        await using var host = await WebHost.StartAsync();
        await using var usage = new StringWriter();
        await new AdminCommands(host.Services, TextReader.Null, usage).RunAsync(["no-such-command"], default);
        var settings = Regex.Matches(RepositoryFiles.Read(".env.example"), @"^#?(?<key>\w+)=", RegexOptions.Multiline).Select(m => m.Groups["key"].Value).ToHashSet();
        var routes = host.Endpoints.OfType<RouteEndpoint>().Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/')).ToHashSet(StringComparer.Ordinal);
        var wrong = new List<string>();
        foreach (var (name, text) in Pages())
        {
            wrong.AddRange(Command().Matches(text).Select(m => m.Groups["command"].Value)
                .Where(c => !usage.ToString().Contains($"charity {c} ", StringComparison.Ordinal)).Select(c => $"{name}: command {c}"));
            wrong.AddRange(Setting().Matches(text).Select(m => m.Groups["key"].Value)
                .Where(key => !settings.Contains(key)).Select(key => $"{name}: setting {key}"));
            wrong.AddRange(Link().Matches(text).Select(m => m.Groups["file"].Value)
                .Where(file => !File.Exists(RepositoryFiles.PathOf("docs/runbooks/" + file))).Select(file => $"{name}: link {file}"));
            wrong.AddRange(FileName().Matches(text).Select(m => m.Groups["path"].Value)
                .Where(path => !Path.Exists(RepositoryFiles.PathOf(path))).Select(path => $"{name}: file {path}"));
            wrong.AddRange(StaffPage().Matches(text).Select(m => m.Groups["path"].Value)
                .Where(path => !routes.Contains(path)).Select(path => $"{name}: page {path}"));
        }

        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }
}
