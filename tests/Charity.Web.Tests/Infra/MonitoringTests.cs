using System.Diagnostics.Metrics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Charity.Data;
using Charity.Operations;
using Charity.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Web.Tests.Infra;

/// <summary>Dashboard and alerts ask for figures that the program shows, by the names that Prometheus gives them.</summary>
public sealed partial class MonitoringTests
{
    [GeneratedRegex(@"\b(?:charity|http)_[a-z_]+")]
    private static partial Regex Metric();

    [Fact]
    public async Task Dashboard_and_alerts_name_figures_that_exist_and_the_dashboard_shows_them_all()
    {
        var ours = await NamesAsync();
        using var dashboard = JsonDocument.Parse(RepositoryFiles.Read("infra/monitoring/dashboard.json"));
        var panels = dashboard.RootElement.GetProperty("panels").EnumerateArray().ToList();
        var asked = panels.SelectMany(p => p.GetProperty("targets").EnumerateArray()).Select(t => t.GetProperty("expr").GetString()!).ToList();

        Assert.Equal(panels.Count, panels.Select(p => p.GetProperty("id").GetInt32()).Distinct().Count());
        Assert.All(panels, p => Assert.NotEqual("", p.GetProperty("title").GetString()));
        var shown = asked.SelectMany(expr => Metric().Matches(expr).Select(m => m.Value)).Where(IsFigure).Distinct().ToList();
        Assert.Equal(ours.Order(StringComparer.Ordinal), shown.Where(n => n.StartsWith("charity", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        // .NET's own.
        Assert.Equal(["http_server_request_duration_seconds_bucket"], shown.Where(n => n.StartsWith("http", StringComparison.Ordinal)));

        var alerts = Regex.Matches(RepositoryFiles.Read("infra/monitoring/alerts.yaml"), "expr: (.*)").SelectMany(m => Metric().Matches(m.Value)).Select(m => m.Value);
        Assert.All(alerts, name => Assert.Contains(name, ours));
        Assert.All(
            Regex.Matches(RepositoryFiles.Read("infra/monitoring/alerts.yaml"), @"[a-z/-]+\.md").Select(m => m.Value),
            page => Assert.True(File.Exists(RepositoryFiles.PathOf(page.Contains('/', StringComparison.Ordinal) ? page : "docs/runbooks/" + page)), page));

        static bool IsFigure(string name) => name != "http_route";
    }

    /// <summary>As the OpenTelemetry collector renames them: dots, the unit, and "total" behind what only grows.</summary>
    private static async Task<IReadOnlyList<string>> NamesAsync()
    {
        await using var host = await CharityHost.StartAsync();
        var meter = host.Services.GetRequiredService<Measures>().Meter;
        host.Services.GetRequiredService<ConditionGauges>();
        var names = new List<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (ReferenceEquals(instrument.Meter, meter))
                {
                    names.Add(instrument.Name.Replace('.', '_') + (instrument.Unit == "s" ? "_seconds" : "") + (instrument is Counter<long> ? "_total" : ""));
                }
            },
        };
        listener.Start();
        Assert.NotEmpty(names);
        return names;
    }
}
