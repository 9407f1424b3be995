using System.Text.Json;
using Charity.Browser.Tests.Giving;
using Xunit;

namespace Charity.Browser.Tests.Running;

/// <summary>Base of all tests that share a browser and a sandbox: journeys, where a class names no other collection.</summary>
[Collection(Journeys.Name)]
public abstract class BrowserTest(BrowserFixture fixture)
{
    private protected SandboxProcess Sandbox => fixture.Sandbox;

    private protected Task<Visitor> ComeAsync(string language = "en", Action<Microsoft.Playwright.BrowserNewContextOptions>? with = null)
        => Visitor.ComeAsync(fixture.Browser, fixture.Sandbox, language, with);

    private protected Task<Visitor> ComeAsStaffAsync(string language = "en", Action<Microsoft.Playwright.BrowserNewContextOptions>? options = null)
        => fixture.Staff.ComeInAsync(language, options);

    /// <summary>Staff find this donor's one gift, its money booked once and balanced, one receipt and one mail sent.</summary>
    private protected async Task SeeOneBookedGiftAsync(Gift gift)
    {
        await using var staff = await ComeAsStaffAsync();
        await GiftChecks.SeeOneBookedGiftAsync(staff.Page, gift);
    }

    /// <summary>What the simulated Stripe knows of the payments of a page's session, as JSON objects.</summary>
    private protected async Task<IReadOnlyList<JsonElement>> PaymentsAsync(Visitor visitor, string session)
    {
        var answer = await visitor.Context.APIRequest.GetAsync($"{Sandbox.Sandbox}/_sim/payments");
        return [.. (await answer.JsonAsync())!.Value.EnumerateArray().Where(p => p.GetProperty("session").GetString() == session)];
    }
}
