using System.Globalization;
using System.Text;
using Charity.Browser.Tests.Giving;
using Charity.Browser.Tests.Reading;
using Charity.Browser.Tests.Running;
using Charity.Testing.Tools;
using Microsoft.Playwright;
using Xunit;

namespace Charity.Browser.Tests.Picturing;

/// <summary>
/// Takes the pictures of <c>docs/screenshots</c>: set <c>CHARITY_SCREENSHOTS</c> to that folder and run this one test. It
/// starts a sandbox of its own, gives once, and pictures the main pages light and dark, at a desk and on a phone.
/// </summary>
public sealed class ScreenshotsTests
{
    /// <summary>Gifts of the demo history: enough for bars to have come some way.</summary>
    private const int Gifts = 600;

    private static readonly (string Name, int Width, int LeastHeight, int MostHeight)[] Screens = [("desk", 1280, 800, 1500), ("phone", 390, 844, 1600)];
    private static readonly (string Name, ColorScheme Scheme)[] Schemes = [("light", ColorScheme.Light), ("dark", ColorScheme.Dark)];

    [PicturesFact]
    public async Task Takes_the_pictures_of_the_main_pages()
    {
        var album = new Album(PicturesFactAttribute.Folder!);
        var (driver, browser) = await BrowserFixture.LaunchAsync();
        using (driver)
        await using (browser)
        await using (var sandbox = await SandboxProcess.StartAsync(Gifts))
        {
            await using (var visitor = await Visitor.ComeAsync(browser, sandbox, "uk"))
            {
                await PublicAsync(visitor.Page, sandbox, album);
            }

            using var door = new StaffDoor(browser, sandbox);
            await using var staff = await door.ComeInAsync("en");
            await StaffAsync(staff.Page, album);
        }

        album.WriteIndex();
    }

    private static async Task PublicAsync(IPage page, SandboxProcess sandbox, Album album)
    {
        album.Part("What donors see");
        await album.TakeAsync(page, "campaigns", "The first page", "/uk");
        await album.TakeAsync(page, "campaign", "A campaign", "/uk/campaigns/warm-doors");
        await album.TakeAsync(page, "campaign-bg", "The same in Bulgarian", "/bg/campaigns/steps-again", first: true);
        await album.TakeAsync(page, "campaign-mk", "The same in Macedonian", "/mk/campaigns/a-trade-for-life", first: true);
        await album.TakeAsync(page, "campaign-en", "One that ended early, in English", "/en/campaigns/light-for-the-clinic", first: true);
        await album.TakeAsync(page, "give", "The form", "/uk/give/warm-doors");
        await page.GotoAsync("/uk/give/warm-doors");
        await page.SendMistakesAsync();
        await album.TakeAsync(page, "give-mistakes", "The form with mistakes", null);

        var gift = new Gift("warm-doors", "uk") { Name = "Оксана Пробна", Amount = "1500" };
        await page.ChooseCardAsync(gift);
        await album.TakeAsync(page, "checkout", "The simulated payment page of the sandbox", null);
        await page.PayAsync(GivingSteps.GoodCard);
        await page.SeeReceivedAsync();
        await album.TakeAsync(page, "thanks", "Thanks", null);
        var receipt = await page.Locator("a[href^='/receipts/']").GetAttributeAsync("href");
        await album.TakePdfAsync(page, "receipt", "The receipt (PDF)", $"{sandbox.App}{receipt}");
        await album.TakeAsync(page, "about", "About the organisation", "/uk/about", first: true);
        await album.TakeAsync(page, "privacy", "What is kept and why", "/uk/privacy", first: true);
        await album.TakeAsync(page, "not-found", "No such page", "/uk/no-such-page", first: true);

        album.Part("What they find in their mailbox");
        var mailbox = $"{sandbox.Sandbox}/mailbox?lang=uk&still&to={Uri.EscapeDataString(gift.Email)}";
        await page.GotoAsync(mailbox);
        await page.AgainUntilAsync(() => page.Locator("ul.mails a").CountAsync(), mails => mails > 0, "a mail");
        var mail = await page.Locator("ul.mails a").First.GetAttributeAsync("href");
        await album.TakeAsync(page, "mail", "The mail with the receipt", $"{sandbox.Sandbox}{mail!.Split('?')[0]}/letter");
        await album.TakeAsync(page, "mailbox", "The sandbox's mailbox", $"{sandbox.Sandbox}/mailbox?lang=uk&still");
        await album.TakeAsync(page, "sandbox", "The sandbox's own first page", $"{sandbox.Sandbox}/?lang=uk", first: true);
        await album.TakeAsync(page, "sandbox-stripe", "Its simulated Stripe", $"{sandbox.Sandbox}/_sim?lang=uk", first: true);
    }

    private static async Task StaffAsync(IPage page, Album album)
    {
        album.Part("What staff see");
        foreach (var (identifier, ways) in AllPages.Staff)
        {
            var way = ways[0];
            if (await way.GoAsync(page, "en"))
            {
                var name = identifier["Staff/".Length..].Replace("/Index", "", StringComparison.Ordinal).Replace('/', '-').ToLowerInvariant();
                var main = Album.Main.Contains(identifier);
                // Every title ends on the organisation's name.
                var title = await page.TitleAsync();
                await album.TakeAsync(page, "staff-" + name, title[..Math.Max(0, title.LastIndexOf(" · ", StringComparison.Ordinal))], null, first: !main);
            }
        }

        await page.GotoAsync("/staff/gifts");
        await page.Keyboard.PressAsync("?");
        await page.SeeAsync("#keys[open]");
        await album.TakeAsync(page, "staff-keys", "The keys", null, first: true);
    }

    /// <summary>The pictures of one run and their index.</summary>
    private sealed class Album(string folder)
    {
        /// <summary>Staff pages pictured in both schemes and on both screens; of the others one picture is enough.</summary>
        internal static readonly HashSet<string> Main = new(StringComparer.Ordinal)
        {
            "Staff/Index", "Staff/Gifts/Index", "Staff/Gifts/Gift", "Staff/Work/Exceptions", "Staff/Work/Index", "Staff/Status/Index",
            "Staff/Campaigns/Index", "Staff/Campaigns/Edit", "Staff/SetUp/Index", "Staff/People/Index",
        };

        private readonly StringBuilder _index = new("""
            # How it looks

            Taken from the sandbox's demo organisation by one test, light and dark, at a desk (1280 px) and on a phone (390 px):

            ```sh
            CHARITY_SCREENSHOTS=docs/screenshots dotnet test tests/Charity.Browser.Tests --filter FullyQualifiedName~ScreenshotsTests
            ```


            """);

        internal void Part(string title) => _index.Append(CultureInfo.InvariantCulture, $"## {title}\n\n");

        internal async Task TakeAsync(IPage page, string name, string title, string? path, bool first = false)
        {
            if (path is not null)
            {
                await page.GotoAsync(path);
            }

            _index.Append(CultureInfo.InvariantCulture, $"### {title}\n\n");
            foreach (var screen in first ? Screens[..1] : Screens)
            {
                foreach (var (scheme, colours) in first ? Schemes[..1] : Schemes)
                {
                    await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = colours });
                    await page.SetViewportSizeAsync(screen.Width, screen.LeastHeight);
                    var height = await page.EvaluateAsync<int>("() => document.documentElement.scrollHeight");
                    await page.SetViewportSizeAsync(screen.Width, Math.Clamp(height, screen.LeastHeight, first ? screen.LeastHeight : screen.MostHeight));
                    // Pictures further down load only when someone comes near, and never finish here.
                    await page.EvaluateAsync("""
                        () => Promise.all([document.fonts.ready, ...[...document.images]
                            .filter(image => image.getClientRects().length > 0 && image.getBoundingClientRect().top < innerHeight)
                            .map(image => image.decode().catch(() => {}))])
                        """);
                    await KeepAsync($"{name}-{screen.Name}-{scheme}", title, await page.ScreenshotAsync(), screen.Width > 800 ? 49 : 24);
                }
            }

            _index.Append('\n');
        }

        internal async Task TakePdfAsync(IPage page, string name, string title, string address)
        {
            var answer = await page.Context.APIRequest.GetAsync(address);
            var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
            try
            {
                await File.WriteAllBytesAsync(file + ".pdf", await answer.BodyAsync());
                Assert.Equal(0, (await SystemTool.RunAsync("pdftoppm", "-png", "-r", "80", "-f", "1", "-l", "1", "-singlefile", file + ".pdf", file)).ExitCode);
                _index.Append(CultureInfo.InvariantCulture, $"### {title}\n\n");
                await KeepAsync(name, title, await File.ReadAllBytesAsync(file + ".png"), 49);
                _index.Append('\n');
            }
            finally
            {
                File.Delete(file + ".pdf");
                File.Delete(file + ".png");
            }
        }

        internal void WriteIndex() => File.WriteAllText(Path.Combine(folder, "README.md"), _index.ToString().TrimEnd() + "\n");

        private async Task KeepAsync(string name, string title, byte[] png, int percent)
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, name + ".png"), SmallPng.Of(png));
            _index.Append(CultureInfo.InvariantCulture, $"<img src=\"{name}.png\" width=\"{percent}%\" alt=\"{title}\">\n");
        }
    }
}

/// <summary>A test that makes pictures runs only where someone says where to.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PicturesFactAttribute : FactAttribute
{
    public PicturesFactAttribute() => Skip = Folder is null ? "Makes pictures where CHARITY_SCREENSHOTS names a folder." : null;

    /// <summary>The folder, seen from the root of the repository.</summary>
    internal static string? Folder => Environment.GetEnvironmentVariable("CHARITY_SCREENSHOTS") is { Length: > 0 } folder ? Path.GetFullPath(folder, Root()) : null;

    private static string Root()
    {
        var at = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(at, "Charity.sln")))
        {
            at = Path.GetDirectoryName(at) ?? throw new InvalidOperationException("The tests run outside the repository.");
        }

        return at;
    }
}
