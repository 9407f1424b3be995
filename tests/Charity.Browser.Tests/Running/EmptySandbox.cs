using Microsoft.Playwright;

namespace Charity.Browser.Tests.Running;

/// <summary>A sandbox of its own without an organisation, and a browser for it.</summary>
internal sealed class EmptySandbox : IAsyncDisposable
{
    private readonly IPlaywright playwright;

    private EmptySandbox(IPlaywright playwright, IBrowser browser, SandboxProcess sandbox)
        => (this.playwright, Browser, Sandbox) = (playwright, browser, sandbox);

    internal IBrowser Browser { get; }

    internal SandboxProcess Sandbox { get; }

    internal static async Task<EmptySandbox> StartAsync()
    {
        var (playwright, browser) = await BrowserFixture.LaunchAsync();
        return new EmptySandbox(playwright, browser, await SandboxProcess.StartAsync(0, empty: true));
    }

    public async ValueTask DisposeAsync()
    {
        await Sandbox.DisposeAsync();
        await Browser.DisposeAsync();
        playwright.Dispose();
    }
}
