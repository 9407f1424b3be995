using System.Collections.Concurrent;
using Microsoft.Playwright;
using Xunit;

namespace Charity.Browser.Tests.Running;

/// <summary>
/// One person with a browser of their own: cookies, language and screen. What no page may ever do is watched all the
/// while, and asserted at the end: a script that throws, a rule of the content policy broken, a request to anyone else.
/// </summary>
internal sealed class Visitor : IAsyncDisposable
{
    /// <summary>Milliseconds for one thing to come about, on a machine that does much else.</summary>
    internal const float Patience = 45_000;

    private readonly ConcurrentQueue<string> faults = new();
    private readonly string[] ownHosts;

    private Visitor(IBrowserContext context, IPage page, string[] ownHosts)
    {
        (Context, Page, this.ownHosts) = (context, page, ownHosts);
        context.Page += (_, opened) => Watch(opened);
        Watch(page);
    }

    internal IBrowserContext Context { get; }

    internal IPage Page { get; }

    internal static async Task<Visitor> ComeAsync(IBrowser browser, SandboxProcess sandbox, string language = "en", Action<BrowserNewContextOptions>? with = null)
    {
        var options = new BrowserNewContextOptions { BaseURL = sandbox.App, Locale = language, ReducedMotion = ReducedMotion.Reduce };
        with?.Invoke(options);
        var context = await browser.NewContextAsync(options);
        context.SetDefaultTimeout(Patience);
        context.SetDefaultNavigationTimeout(Patience);
        return new Visitor(context, await context.NewPageAsync(), [sandbox.App, sandbox.Sandbox]);
    }

    public async ValueTask DisposeAsync()
    {
        await Context.DisposeAsync();
        Assert.Empty(faults);
    }

    private void Watch(IPage page)
    {
        page.PageError += (_, error) => faults.Enqueue($"{page.Url}: {error}");
        page.Console += (_, line) =>
        {
            if (line.Text.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase))
            {
                faults.Enqueue($"{page.Url}: {line.Text}");
            }
        };
        page.Request += (_, request) =>
        {
            if (request.Url.StartsWith("http", StringComparison.Ordinal) && !Array.Exists(ownHosts, host => request.Url.StartsWith(host + "/", StringComparison.Ordinal)))
            {
                faults.Enqueue($"{page.Url} asked a stranger: {request.Url}");
            }
        };
    }
}
