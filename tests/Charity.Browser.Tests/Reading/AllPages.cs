using System.Reflection;
using Charity.Web;
using Microsoft.AspNetCore.Razor.Hosting;
using Microsoft.Playwright;

namespace Charity.Browser.Tests.Reading;

/// <summary>One way to see a page in one of its states.</summary>
/// <param name="Path">Address; <c>{lang}</c> is the language.</param>
/// <param name="Follow">A link there that leads on to the page, as a selector, or several, one after another, with <c>&gt;&gt;</c> between; null where the address is the page's own.</param>
internal sealed record Way(string Path, string? Follow = null)
{
    /// <summary>False where nothing led on.</summary>
    internal async Task<bool> GoAsync(IPage page, string language)
    {
        await page.GotoAsync(Path.Replace("{lang}", language, StringComparison.Ordinal));
        foreach (var step in Follow?.Split(" >> ") ?? [])
        {
            if (await page.QuerySelectorAsync(step) is not { } found || await found.GetAttributeAsync("href") is not { } link)
            {
                return false;
            }

            await page.GotoAsync(new Uri(new Uri(page.Url), link).ToString());
        }

        return true;
    }
}

/// <summary>
/// Every page of the program and the ways to see it, errors and empty lists among them. A page that is compiled into the
/// program and stands in none of the three lists fails a test: nobody adds one that was not looked at.
/// </summary>
internal static class AllPages
{
    private const string GiftRow = "table.list tbody a[href^='/staff/gifts/']";

    /// <summary>Pages that anyone may open.</summary>
    internal static Dictionary<string, Way[]> Open { get; } = new()
    {
        ["Campaigns/Index"] = [new("/{lang}"), new("/{lang}/programmes/medical")],
        ["Campaigns/Campaign"] =
        [
            new("/{lang}/campaigns/warm-doors"), new("/{lang}/campaigns/light-for-the-clinic"), new("/{lang}/campaigns/school-for-carers"),
            new("/{lang}/campaigns/doctor-on-wheels"), new("/{lang}/campaigns/a-trade-for-life"), new("/{lang}/campaigns/steps-again"),
        ],
        ["Give/Confirm"] = [new("/confirm/no-such-token?in={lang}")],
        ["Give/Give"] = [new("/{lang}/give/warm-doors"), new("/{lang}/give/a-trade-for-life?amount=50"), new("/{lang}/give/school-for-carers")],
        ["About/About"] = [new("/{lang}/about")],
        ["About/Privacy"] = [new("/{lang}/privacy")],
        ["About/Terms"] = [new("/{lang}/terms/bg/1"), new("/{lang}/terms/mk/1")],
        ["Errors/Error"] = [new("/{lang}/no-such-page"), new("/check/no-such-token?in={lang}")],
        ["Health/Health"] = [new("/health?in={lang}")],
        ["Staff/Account/SignIn"] = [new("/staff/sign-in")],
        ["Staff/Account/Forgotten"] = [new("/staff/forgotten")],
        ["Staff/Account/NewPassword"] = [new("/staff/new-password/no-such-token")],
        ["Staff/Account/Invitation"] = [new("/staff/invitation/no-such-invitation")],
    };

    /// <summary>Pages for staff, seen by an administrator.</summary>
    internal static Dictionary<string, Way[]> Staff { get; } = new()
    {
        ["Staff/Index"] = [new("/staff")],
        ["Staff/Gifts/Export"] = [new("/staff/gifts/export")],
        ["Staff/Campaigns/Index"] = [new("/staff/campaigns"), new("/staff/campaigns?show=Waiting"), new("/staff/campaigns?q=nothing-is-called-so")],
        ["Staff/Campaigns/New"] = [new("/staff/campaigns/new")],
        ["Staff/Campaigns/Campaign"] = [new("/staff/campaigns", "main .lead a")],
        ["Staff/Campaigns/Edit"] = [new("/staff/campaigns", "main a[href$='/edit']")],
        ["Staff/Campaigns/Preview"] = [new("/staff/campaigns", "main a[href*='/preview/']")],
        ["Staff/Campaigns/Phone"] = [new("/staff/campaigns?show=Open", "main a[href*='/phone/']")],
        ["Staff/Campaigns/History"] = [new("/staff/campaigns?show=Open", "main a[href$='/history']")],
        ["Staff/Campaigns/Publish"] = [new("/staff/campaigns?show=Waiting", "main a[href$='/publish']")],
        ["Staff/Campaigns/Funds"] = [new("/staff/campaigns/funds")],
        ["Staff/Campaigns/Programmes"] = [new("/staff/campaigns/programmes")],
        ["Staff/Pictures/Index"] = [new("/staff/pictures")],
        ["Staff/Pictures/Add"] = [new("/staff/pictures/add")],
        ["Staff/Pictures/One"] = [new("/staff/pictures", "main a[href^='/staff/pictures/0']")],
        ["Staff/Consents/Index"] = [new("/staff/consents")],
        ["Staff/Consents/Add"] = [new("/staff/consents/add")],
        ["Staff/Consents/One"] = [new("/staff/consents", "main a[href^='/staff/consents/0']")],
        ["Staff/Updates/One"] = [new("/staff/consents", "main a[href^='/staff/consents/0'] >> main a[href*='/updates/']")],
        ["Staff/Updates/Index"] = [new("/staff/consents", "main a[href^='/staff/consents/0'] >> main a[href*='/updates/'] >> .back a")],
        ["Staff/Limits/Index"] = [new("/staff/limits")],
        ["Staff/Organisation/Index"] = [new("/staff/organisation")],
        ["Staff/Organisation/Entity"] = [new("/staff/organisation", "main a[href^='/staff/organisation/0']")],
        ["Staff/Organisation/New"] = [new("/staff/organisation/new")],
        ["Staff/Organisation/Bank"] = [new("/staff/organisation/bank")],
        ["Staff/SetUp/Index"] = [new("/staff/set-up")],
        ["Staff/SetUp/Address"] = [new("/staff/set-up/address")],
        ["Staff/SetUp/Country"] = [new("/staff/set-up/country")],
        ["Staff/SetUp/Languages"] = [new("/staff/set-up/languages")],
        ["Staff/SetUp/Mail"] = [new("/staff/set-up/mail")],
        ["Staff/SetUp/Received"] = [new("/staff/set-up/received/no-such-token")],
        ["Staff/SetUp/Start"] = [new("/staff/set-up/start")],
        ["Staff/SetUp/Stripe"] = [new("/staff/set-up/stripe")],
        ["Staff/Account/Index"] = [new("/staff/account")],
        ["Staff/Account/Password"] = [new("/staff/account/password")],
        ["Staff/Account/Confirm"] = [new("/staff/confirm")],
        ["Staff/Account/Denied"] = [new("/staff/denied")],
        ["Staff/Account/Sessions"] = [new("/staff/sessions")],
        ["Staff/Gifts/Index"] = [new("/staff/gifts"), new("/staff/gifts?q=nobody-is-called-so"), new("/staff/gifts?status=Succeeded&from=2026-01-01")],
        ["Staff/Gifts/Gift"] =
        [
            new("/staff/gifts?status=Succeeded", GiftRow), new("/staff/gifts?status=Expected", GiftRow), new("/staff/gifts?status=Expired", GiftRow),
        ],
        ["Staff/Navigation/Go"] = [new("/staff/go"), new("/staff/go?q=e")],
        ["Staff/People/Index"] = [new("/staff/people")],
        ["Staff/People/Invite"] = [new("/staff/people/invite")],
        ["Staff/People/Person"] = [new("/staff/people", "table.list a[href^='/staff/people/0']")],
        ["Staff/People/Audit"] = [new("/staff/people/audit"), new("/staff/people/audit?subject=nothing-of-this-name")],
        ["Staff/Work/Index"] = [new("/staff/work")],
        ["Staff/Work/Exceptions"] = [new("/staff/exceptions"), new("/staff/exceptions?explained=true")],
        ["Staff/Work/Exception"] = [new("/staff/exceptions", "main a[href^='/staff/exceptions/']")],
        ["Staff/Work/Row"] = [new("/staff/work", "main a[href^='/staff/work/']")],
        ["Staff/Messages/Index"] = [new("/staff/messages"), new("/staff/messages?view=Shown"), new("/staff/messages?view=Hidden")],
        ["Staff/Status/Index"] = [new("/staff/status")],
        ["Staff/Approvals/Index"] = [new("/staff/approvals")],
        ["Staff/Approvals/Request"] = [new("/staff/approvals", "main a[href^='/staff/approvals/']")],
    };

    /// <summary>Pages that a journey must lead to, and which test looks at them on its way.</summary>
    internal static Dictionary<string, string> OnTheWay { get; } = new()
    {
        ["Thanks/Thanks"] = nameof(OpenToEveryoneTests.Giving_is_open_to_everyone),
        ["Check/Check"] = nameof(OpenToEveryoneTests.Giving_is_open_to_everyone),
        ["Staff/Account/Code"] = nameof(OpenToEveryoneTests.Signing_in_is_open_to_everyone),
        // Signs out and leads on; shows nothing of its own.
        ["Staff/Account/SignOut"] = nameof(OpenToEveryoneTests.Signing_in_is_open_to_everyone),
        ["Staff/Account/Authenticator"] = nameof(OpenToEveryoneTests.Signing_in_is_open_to_everyone),
    };

    /// <summary>Pages of the sandbox's second address.</summary>
    internal static Way[] Sandbox { get; } =
    [
        // The list stands still, as it would otherwise load itself anew under the reader's eyes.
        new("/?lang={lang}"), new("/mailbox?lang={lang}&still"), new("/mailbox?lang={lang}&still&to=nobody@example.org"), new("/_sim?lang={lang}"),
        new("/staff-code?lang={lang}"), new("/c/pay/cs_none?lang={lang}"),
    ];

    /// <summary>The pages that are compiled into the program, such as <c>Give/Give</c>.</summary>
    internal static IEnumerable<string> Compiled()
        => typeof(CharityWeb).Assembly.GetCustomAttributes<RazorCompiledItemAttribute>()
            .Where(item => item.Kind == "mvc.1.0.razor-page")
            .Select(item => item.Identifier["/Pages/".Length..^".cshtml".Length]);
}
