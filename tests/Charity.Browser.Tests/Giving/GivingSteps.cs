using Charity.Browser.Tests.Running;
using Microsoft.Playwright;
using Xunit;

namespace Charity.Browser.Tests.Giving;

/// <summary>What a donor does, step by step, in the words of the journeys.</summary>
internal static class GivingSteps
{
    internal const string GoodCard = "4242 4242 4242 4242";
    internal const string DeclinedCard = "4000 0000 0000 0002";
    internal const string ChallengedCard = "4000 0027 6000 3184";

    private const int SeeOther = 303;
    private const int Unprocessable = 422;

    /// <summary>A little more than the application's own limit.</summary>
    private static readonly TimeSpan FastestPerson = TimeSpan.FromSeconds(2.1);

    /// <summary>The time that the fastest person takes to fill in the form: who is faster is taken for a machine and asked once more.</summary>
    internal static Task FillingInAsync() => Task.Delay(FastestPerson, TimeProvider.System);

    /// <summary>Fills in the form as slowly as a person does.</summary>
    internal static async Task FillAsync(this IPage page, Gift gift)
    {
        var fillingIn = FillingInAsync();
        await page.Locator("#own").FillAsync(gift.Amount);
        await page.Locator("#name").FillAsync(gift.Name);
        await page.Locator("#email").FillAsync(gift.Email);
        await page.Locator($"input[name=Means][value={(gift.ByTransfer ? "transfer" : "card")}]").CheckAsync();
        await page.Locator("#terms").CheckAsync();
        await fillingIn;
    }

    /// <summary>Presses the button of the form, which must lead on.</summary>
    internal static async Task SendAsync(this IPage page, Func<ILocator, Task>? press = null)
    {
        press ??= button => button.ClickAsync();
        var answer = await page.RunAndWaitForResponseAsync(() => press(SendButton(page)), IsSentForm);
        Assert.Equal(SeeOther, answer.Status);
    }

    /// <summary>Sends the form as it stands, mistakes and all, and waits for the list of them.</summary>
    internal static async Task SendMistakesAsync(this IPage page)
    {
        await FillingInAsync();
        var answer = await page.RunAndWaitForResponseAsync(() => SendButton(page).ClickAsync(), IsSentForm);
        Assert.Equal(Unprocessable, answer.Status);
        await page.SeeAsync("#error-summary");
    }

    /// <summary>From an empty form to the payment page.</summary>
    internal static async Task ChooseCardAsync(this IPage page, Gift gift)
    {
        await page.GotoAsync(gift.FormPath);
        await page.FillAsync(gift);
        await page.SendAsync();
        await page.WaitForURLAsync("**/c/pay/**");
    }

    /// <summary>On the payment page.</summary>
    internal static async Task PayAsync(this IPage page, string card)
    {
        await page.Locator("#card").FillAsync(card);
        await page.Locator("form.card > button.primary").ClickAsync();
    }

    /// <summary>The thanks page turns to "received", with its receipt, without anyone doing anything.</summary>
    internal static async Task SeeReceivedAsync(this IPage page, float patience = Visitor.Patience)
    {
        await page.WaitForURLAsync("**/thanks/**");
        await Assertions.Expect(page.Locator(".verdict[data-state=Received][data-receipt=true]"))
            .ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = patience });
    }

    internal static Task SeeAsync(this IPage page, string selector) => Assertions.Expect(page.Locator(selector).First).ToBeVisibleAsync(Patiently);

    /// <summary>The raised sum of the campaign's page, in hundredths.</summary>
    internal static async Task<long> RaisedAsync(this IPage page, Gift gift)
    {
        await page.GotoAsync(gift.CampaignPath);
        return Gift.Hundredths(await page.Locator(".raised").First.InnerTextAsync());
    }

    internal static LocatorAssertionsToBeVisibleOptions Patiently { get; } = new() { Timeout = Visitor.Patience };

    private static bool IsSentForm(IResponse response)
        => response.Request.Method == "POST" && response.Url.Contains("/give/", StringComparison.Ordinal);

    private static ILocator SendButton(IPage page) => page.Locator("#give .pay-bar button[type=submit]");
}
