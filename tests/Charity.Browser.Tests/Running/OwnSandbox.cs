using Microsoft.Playwright;

namespace Charity.Browser.Tests.Running;

/// <summary>A sandbox for one test alone, and a browser for it.</summary>
internal sealed class OwnSandbox : IAsyncDisposable
{
    private readonly IPlaywright playwright;

    private OwnSandbox(IPlaywright playwright, IBrowser browser, SandboxProcess sandbox)
        => (this.playwright, Browser, Sandbox) = (playwright, browser, sandbox);

    internal IBrowser Browser { get; }

    internal SandboxProcess Sandbox { get; }

    /// <summary>Without an organisation.</summary>
    internal static Task<OwnSandbox> EmptyAsync() => StartAsync(0, empty: true);

    /// <param name="gifts">Gifts of the demo history.</param>
    internal static Task<OwnSandbox> WithDemoAsync(int gifts) => StartAsync(gifts, empty: false);

    private static async Task<OwnSandbox> StartAsync(int gifts, bool empty)
    {
        var (playwright, browser) = await BrowserFixture.LaunchAsync();
        return new OwnSandbox(playwright, browser, await SandboxProcess.StartAsync(gifts, empty));
    }

    public async ValueTask DisposeAsync()
    {
        await Sandbox.DisposeAsync();
        await Browser.DisposeAsync();
        playwright.Dispose();
    }
}
