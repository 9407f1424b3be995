using Microsoft.Playwright;
using Xunit;

namespace Charity.Browser.Tests.Running;

/// <summary>One browser and one sandbox for all tests of a collection, started at the first that needs them.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    /// <summary>Gifts of the demo history: enough for lists and totals to be there.</summary>
    private const int DemoGifts = 60;

    private IPlaywright? playwright;

    internal IBrowser Browser { get; private set; } = null!;

    internal SandboxProcess Sandbox { get; private set; } = null!;

    internal StaffDoor Staff { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (BrowserNeeded.SkipReason is not null)
        {
            return;
        }

        (playwright, Browser) = await LaunchAsync();
        Sandbox = await SandboxProcess.StartAsync(DemoGifts);
        Staff = new StaffDoor(Browser, Sandbox);
    }

    public async Task DisposeAsync()
    {
        Staff?.Dispose();
        if (Sandbox is not null)
        {
            await Sandbox.DisposeAsync();
        }

        if (Browser is not null)
        {
            await Browser.DisposeAsync();
        }

        playwright?.Dispose();
    }

    internal static async Task<(IPlaywright Playwright, IBrowser Browser)> LaunchAsync()
    {
        Assert.True(InstalledBrowser.Path is not null, "These tests need Chromium, Chrome or Edge; CHARITY_BROWSER may name one.");
        var driver = await Playwright.CreateAsync();
        var browser = await driver.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = InstalledBrowser.Path,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
        });
        return (driver, browser);
    }
}

/// <summary>Journeys: what people do.</summary>
[CollectionDefinition(Name)]
public sealed class Journeys : ICollectionFixture<BrowserFixture>
{
    public const string Name = "journeys";
}

/// <summary>Readings: what people see, page after page; beside the journeys, with a sandbox of their own.</summary>
[CollectionDefinition(Name)]
public sealed class Readings : ICollectionFixture<BrowserFixture>
{
    public const string Name = "readings";
}
