using Xunit;

namespace Charity.Browser.Tests.Running;

/// <summary>
/// One sandbox for the journeys that change what all others would feel: the mail server's temper, the limits, the clock.
/// They run one after another, beside those of the quiet one.
/// </summary>
public sealed class UnquietSandbox : IAsyncLifetime
{
    private const int DemoGifts = 30;

    private OwnSandbox? own;

    internal SandboxProcess Sandbox => own!.Sandbox;

    internal StaffDoor Staff { get; private set; } = null!;

    internal Task<Visitor> ComeAsync(string language = "en", Action<Microsoft.Playwright.BrowserNewContextOptions>? with = null)
        => Visitor.ComeAsync(own!.Browser, Sandbox, language, with);

    public async Task InitializeAsync()
    {
        if (BrowserNeeded.SkipReason is null)
        {
            own = await OwnSandbox.WithDemoAsync(DemoGifts);
            Staff = new StaffDoor(own.Browser, own.Sandbox);
        }
    }

    public async Task DisposeAsync()
    {
        Staff?.Dispose();
        if (own is not null)
        {
            await own.DisposeAsync();
        }
    }
}

[CollectionDefinition(Name)]
public sealed class UnquietTests : ICollectionFixture<UnquietSandbox>
{
    public const string Name = "a sandbox whose mail, limits and clock change";
}
