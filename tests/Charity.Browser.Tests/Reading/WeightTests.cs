using System.Globalization;
using System.Text.Json;
using Charity.Browser.Tests.Running;
using Microsoft.Playwright;
using Xunit;
using Xunit.Abstractions;

namespace Charity.Browser.Tests.Reading;

/// <summary>What a page costs a phone with a poor connection: bytes over the wire, and nothing that moves while it arrives.</summary>
[Collection(Readings.Name)]
public sealed class WeightTests(BrowserFixture fixture, ITestOutputHelper output) : BrowserTest(fixture)
{
    /// <summary>A campaign's page in all, its picture apart.</summary>
    private const int MostBytes = 60 * 1024;

    /// <summary>Nothing may move; the browser's own sum knows fractions.</summary>
    private const double MostShift = 0.001;

    public static TheoryData<string> Languages => ["uk", "bg", "mk", "en"];

    [BrowserTheory]
    [MemberData(nameof(Languages))]
    public async Task A_campaign_page_without_its_picture_weighs_less_than_60_kilobytes(string language)
    {
        await using var visitor = await ComeAsync(language);
        var bytes = new Dictionary<string, (string Url, double Bytes)>();
        var devTools = await visitor.Context.NewCDPSessionAsync(visitor.Page);
        devTools.Event("Network.responseReceived").OnEvent += (_, told) => bytes[Text(told, "requestId")] = (told!.Value.GetProperty("response").GetProperty("url").GetString()!, 0);
        devTools.Event("Network.loadingFinished").OnEvent += (_, told) =>
        {
            var id = Text(told, "requestId");
            if (bytes.TryGetValue(id, out var known))
            {
                bytes[id] = known with { Bytes = told!.Value.GetProperty("encodedDataLength").GetDouble() };
            }
        };
        await devTools.SendAsync("Network.enable");
        await visitor.Page.GotoAsync($"/{language}/campaigns/warm-doors", new PageGotoOptions { WaitUntil = WaitUntilState.NetworkIdle });

        foreach (var (url, size) in bytes.Values)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{size,8:0} {new Uri(url).AbsolutePath}"));
        }

        Assert.Contains(bytes.Values, one => one.Url.EndsWith(".woff2", StringComparison.Ordinal) && one.Bytes > 0);
        var sum = bytes.Values.Where(one => !new Uri(one.Url).AbsolutePath.StartsWith("/files/", StringComparison.Ordinal)).Sum(one => one.Bytes);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{sum,8:0} in all"));
        Assert.InRange(sum, 1, MostBytes);
    }

    [BrowserTheory]
    [InlineData("/uk")]
    [InlineData("/uk/campaigns/warm-doors")]
    [InlineData("/bg/campaigns/light-for-the-clinic")]
    [InlineData("/uk/give/warm-doors")]
    [InlineData("/en")]
    [InlineData("/en/campaigns/warm-doors")]
    [InlineData("/en/give/warm-doors")]
    public async Task Nothing_moves_while_a_page_arrives_over_a_slow_network(string path)
    {
        await using var visitor = await ComeAsync("en", options => options.ViewportSize = new() { Width = 390, Height = 844 });
        var page = visitor.Page;
        await page.AddInitScriptAsync("""
            window.shift = 0;
            new PerformanceObserver(list => { for (const one of list.getEntries()) { window.shift += one.value; } }).observe({ type: "layout-shift", buffered: true });
            """);
        var devTools = await visitor.Context.NewCDPSessionAsync(page);
        await devTools.SendAsync("Network.enable");
        await devTools.SendAsync("Network.emulateNetworkConditions", new Dictionary<string, object>
        {
            ["offline"] = false, ["latency"] = 150, ["downloadThroughput"] = 400 * 1024 / 8, ["uploadThroughput"] = 400 * 1024 / 8,
        });
        await page.GotoAsync(path, new PageGotoOptions { WaitUntil = WaitUntilState.NetworkIdle });
        await page.EvaluateAsync("() => document.fonts.ready.then(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))))");

        Assert.True(await page.EvaluateAsync<bool>("() => document.fonts.check('700 20px Manrope', document.querySelector('h1').textContent)"));
        Assert.InRange(await page.EvaluateAsync<double>("() => window.shift"), 0, MostShift);
    }

    private static string Text(JsonElement? told, string name) => told!.Value.GetProperty(name).GetString()!;
}
