using Charity.Browser.Tests.Giving;
using Microsoft.Playwright;

namespace Charity.Browser.Tests.Running;

/// <summary>
/// A member of staff, signed in once for all tests of one sandbox: a code of the authenticator opens the door once only,
/// and there is a new one every thirty seconds.
/// </summary>
internal sealed class StaffDoor(IBrowser browser, SandboxProcess sandbox) : IDisposable
{
    private readonly SemaphoreSlim one = new(1);
    private string? signedIn;

    internal async Task<Visitor> ComeInAsync(string language = "en", Action<BrowserNewContextOptions>? with = null)
    {
        await one.WaitAsync();
        try
        {
            if (signedIn is null)
            {
                await using var first = await Visitor.ComeAsync(browser, sandbox);
                await first.Page.SignInAsync(await sandbox.StaffAsync());
                signedIn = await first.Context.StorageStateAsync();
            }
        }
        finally
        {
            one.Release();
        }

        return await Visitor.ComeAsync(browser, sandbox, language, options =>
        {
            options.StorageState = signedIn;
            with?.Invoke(options);
        });
    }

    public void Dispose() => one.Dispose();
}
