using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Charity.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Xunit;

namespace Charity.Web.Tests.Infra;

/// <summary>What the image holds and what the composition sets, read from the files themselves.</summary>
public sealed partial class ImageTests
{
    [GeneratedRegex(@"^COPY (?!--from)(?<from>.+) \S+$", RegexOptions.Multiline)]
    private static partial Regex Copied();

    [GeneratedRegex(@"^\s+(?<key>[A-Z][A-Za-z]+(?:__[A-Za-z0-9]+)+):", RegexOptions.Multiline)]
    private static partial Regex ComposeSetting();

    [GeneratedRegex(@"^#?(?<key>[A-Za-z]\w+)=", RegexOptions.Multiline)]
    private static partial Regex Documented();

    [GeneratedRegex(@"\$\{(?<key>[A-Z_]+)")]
    private static partial Regex ComposeVariable();

    [Fact]
    public void The_image_holds_the_application_and_neither_sandbox_nor_tests()
    {
        var docker = RepositoryFiles.Read("infra/Dockerfile");
        var copied = Copied().Matches(docker).SelectMany(m => m.Groups["from"].Value.Split(' ')).ToList();
        var projects = copied.Where(path => path.StartsWith("src/Charity", StringComparison.Ordinal)).Select(path => path["src/".Length..]).ToList();

        Assert.Equal(Needed("Charity.Web").Order(StringComparer.Ordinal), projects.Order(StringComparer.Ordinal));
        Assert.DoesNotContain(copied, path => path is "." or "./" or "src" || path.StartsWith("tests", StringComparison.Ordinal) || path.Contains("Sandbox", StringComparison.Ordinal));
        Assert.All(copied, path => Assert.True(Path.Exists(RepositoryFiles.PathOf(path)), path));
        // The ignore file lets in exactly what is copied.
        var letIn = RepositoryFiles.Read(".dockerignore").Split('\n').Where(line => line.StartsWith('!')).Select(line => line[1..]).ToList();
        Assert.Equal(copied.Order(StringComparer.Ordinal), letIn.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_image_runs_without_rights_and_says_how_it_does()
    {
        var last = RepositoryFiles.Read("infra/Dockerfile").Split("\nFROM ")[^1];
        Assert.Contains("\nUSER $APP_UID\n", last, StringComparison.Ordinal);
        Assert.Contains("""CMD ["dotnet", "Charity.Web.dll", "health"]""", last, StringComparison.Ordinal);
        Assert.Contains("""ENTRYPOINT ["dotnet", "Charity.Web.dll"]""", last, StringComparison.Ordinal);
        var compose = RepositoryFiles.Read("infra/compose.yaml");
        Assert.Contains("read_only: true", compose, StringComparison.Ordinal);
        Assert.Contains("cap_drop: [ALL]", compose, StringComparison.Ordinal);
    }

    [Fact]
    public void The_composition_sets_only_what_exists_and_every_variable_of_it_is_documented()
    {
        var documented = Documented().Matches(RepositoryFiles.Read(".env.example")).Select(m => m.Groups["key"].Value).ToHashSet();
        var compose = RepositoryFiles.Read("infra/compose.yaml");
        var settings = ComposeSetting().Matches(compose).Select(m => m.Groups["key"].Value).ToList();

        Assert.NotEmpty(settings);
        Assert.All(settings, key => Assert.Contains(key, documented));
        string[] ofTheBuild = ["CHARITY_VERSION", "CHARITY_EDITION"];
        Assert.All(
            ComposeVariable().Matches(compose).Select(m => m.Groups["key"].Value).Except(ofTheBuild), key => Assert.Contains(key, documented));
        // Two nodes, and the proxy's address is one that they believe.
        Assert.Contains("reverse_proxy node1:8080 node2:8080", RepositoryFiles.Read("infra/proxy/Caddyfile"), StringComparison.Ordinal);
        Assert.Equal(2, Regex.Count(compose, @"172\.30\.7\.0/24"));
    }

    [Theory]
    [InlineData("request>uri delete")]
    [InlineData("request>headers delete")]
    [InlineData("resp_headers delete")]
    public void Neither_log_of_the_proxy_keeps_an_address_that_holds_a_token(string rule)
        => Assert.Equal(Regex.Count(RepositoryFiles.Read("infra/proxy/Caddyfile"), @"\bformat filter \{"), Regex.Count(RepositoryFiles.Read("infra/proxy/Caddyfile"), $@"^\s+{rule}$", RegexOptions.Multiline));

    [Fact]
    public async Task A_node_that_is_told_to_stop_has_time_for_the_mail_it_hands_over()
    {
        await using var host = await WebHost.StartAsync();
        var process = host.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout;
        var container = Regex.Match(RepositoryFiles.Read("infra/compose.yaml"), @"stop_grace_period: (?<seconds>\d+)s").Groups["seconds"].Value;

        Assert.InRange(process, TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(int.Parse(container, CultureInfo.InvariantCulture) - 1));
    }

    [Fact]
    public void A_shell_reads_the_example_of_the_settings_as_it_stands()
    {
        var example = RepositoryFiles.Read(".env.example");
        var values = Regex.Matches(example, @"^#?\w+=(?<value>.*)$", RegexOptions.Multiline).Select(m => m.Groups["value"].Value).ToList();

        Assert.NotEmpty(values);
        // Unquoted, a shell would take what follows the blank for a command.
        Assert.DoesNotContain(values, value => value.Contains(' ', StringComparison.Ordinal) && !value.StartsWith('"'));
        Assert.DoesNotMatch("[^\"]Data Source=", example);
        Assert.DoesNotMatch("[^\"]Data Source=", RepositoryFiles.Read("README.md"));
    }

    /// <summary>A project and all that it refers to.</summary>
    private static List<string> Needed(string project)
    {
        var found = new List<string>();
        var open = new Queue<string>([project]);
        while (open.TryDequeue(out var next))
        {
            if (!found.Contains(next))
            {
                found.Add(next);
                var file = XDocument.Parse(RepositoryFiles.Read($"src/{next}/{next}.csproj"));
                foreach (var reference in file.Descendants("ProjectReference"))
                {
                    open.Enqueue(Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));
                }
            }
        }

        return found;
    }
}
