using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Charity.Campaigns;
using Charity.Campaigns.Pictures;
using Charity.Languages;
using Charity.Organisation;
using Charity.Staff;
using Charity.Testing;
using Charity.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Web.Tests.Staff;

/// <summary>Pictures, consents and updates through the pages: what editors send, and what readers then see.</summary>
public sealed class PicturePagesTests : IAsyncLifetime
{
    private const string CampaignPath = "/en/campaigns/" + TestOrganisation.CampaignSlug;

    private StaffHost _host = null!;
    private TestOrganisation _organisation = null!;
    private HttpClient _staff = null!;

    public async Task InitializeAsync()
    {
        _host = await StaffHost.StartAsync(role: StaffRoles.Editor);
        _organisation = await _host.Web.Inner.SetUpOrganisationAsync();
        _staff = await _host.SignedInAsync();
    }

    public async Task DisposeAsync()
    {
        _staff.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Three_widths_from_the_browser_become_a_picture_in_the_library()
    {
        var answer = await UploadAsync([("480.jpg", Jpeg(480, 320)), ("960.jpg", Jpeg(960, 640)), ("1600.jpg", Jpeg(1600, 1067))]);

        Assert.Equal("/staff/pictures?said=added", answer.Location);
        var library = await _staff.GoAsync("/staff/pictures");
        Assert.Contains("A stove", library.Text, StringComparison.Ordinal);
        var one = await _staff.GoAsync(library.Document.QuerySelector(".library a")!.GetAttribute("href")!);
        Assert.Contains("480 × 320, 960 × 640, 1600 × 1067", one.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Case", "A12")]
    public async Task Bombs_polyglots_and_names_with_paths_do_no_harm()
    {
        Assert.Contains("neither JPEG nor PNG", (await UploadAsync([("480.jpg", Zip())])).Text, StringComparison.Ordinal);
        Assert.Contains("neither JPEG nor PNG", (await UploadAsync([("480.svg", Encoding.UTF8.GetBytes("<svg onload=alert(1)>"))])).Text, StringComparison.Ordinal);
        Assert.Contains("too many pixels", (await UploadAsync([("480.jpg", Jpeg(10_000, 10_000))])).Text, StringComparison.Ordinal);
        Assert.Contains("too large", (await UploadAsync([("480.jpg", new byte[AddPicture.MaxFileBytes + 1])])).Text, StringComparison.Ordinal);
        Assert.Contains("not one and the same", (await UploadAsync([("..\\..\\appsettings.json", Jpeg(480, 320)), ("C:\\960.jpg", Jpeg(960, 640))])).Text, StringComparison.Ordinal);
        await using (var db = _host.Web.Inner.Db())
        {
            Assert.Empty(await db.Files.ToListAsync());
        }

        // A picture and a page in one file: only the picture is kept.
        var polyglot = Jpeg(480, 320).Concat(Encoding.UTF8.GetBytes("<script>alert(1)</script>")).Concat(Zip()).ToArray();
        Assert.Equal("/staff/pictures?said=added", (await UploadAsync([("..\\480.jpg", polyglot)], alone: true)).Location);
        await using var after = _host.Web.Inner.Db();
        var stored = await after.Files.SingleAsync();
        Assert.DoesNotContain("script", Encoding.Latin1.GetString(stored.Content), StringComparison.Ordinal);
        Assert.DoesNotContain("PK", Encoding.Latin1.GetString(stored.Content), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Case", "A12")]
    public async Task A_body_far_beyond_three_pictures_is_refused_before_it_is_read()
    {
        var answer = await UploadAsync([("480.jpg", new byte[AddPicture.MaxFileBytes]), ("960.jpg", new byte[AddPicture.MaxFileBytes]), ("1600.jpg", new byte[2 * AddPicture.MaxFileBytes])]);
        Assert.True(answer.Status is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge, answer.Status.ToString());
        await using var db = _host.Web.Inner.Db();
        Assert.Empty(await db.Files.ToListAsync());
    }

    [Fact]
    [Trait("Case", "A05")]
    public async Task Markup_in_the_new_fields_stays_text()
    {
        const string Evil = "\"><script>alert(1)</script><img src=x onerror=alert(1)>";
        var consent = await ConsentAsync(Evil);
        var picture = await PictureAsync(consent, Evil);
        await ShowAsync(picture);
        await UpdateAsync(Evil, $"{Evil} [x](javascript:alert(1)) ![{Evil}](picture:{picture:N}) ![y](data:text/html,x)");

        foreach (var page in new[]
                 {
                     await _host.Web.Browser().GoAsync(CampaignPath), await _host.Web.Browser().GoAsync("/en"), await _staff.GoAsync("/staff/pictures"),
                     await _staff.GoAsync($"/staff/pictures/{picture}"), await _staff.GoAsync("/staff/consents"), await _staff.GoAsync($"/staff/consents/{consent}"),
                     await _staff.GoAsync($"/staff/campaigns/{_organisation.Campaign}/updates"), await _staff.GoAsync(await UpdatePathAsync()),
                     await _staff.GoAsync("/staff/pictures/add"),
                 })
        {
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.DoesNotContain(page.Document.Scripts, script => script.TextContent.Contains("alert", StringComparison.Ordinal));
            Assert.DoesNotContain(page.Document.All, element => element.Attributes.Any(a => a.Name.StartsWith("on", StringComparison.Ordinal)));
            Assert.DoesNotContain(page.Document.Links, link => link.GetAttribute("href")!.StartsWith("javascript:", StringComparison.OrdinalIgnoreCase));
            Assert.DoesNotContain(page.Document.Images, image => image.GetAttribute("src") is "x" || image.GetAttribute("src")!.StartsWith("data:", StringComparison.Ordinal));
        }
    }

    [Fact]
    [Trait("Case", "A13")]
    public async Task No_address_that_anyone_types_is_ever_fetched_by_the_server()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/logo.png";

        // A register of an entity, a picture by its address, addresses in texts, words and names.
        var entity = await _host.Web.Inner.RunAsync<AddLegalEntity, OrganisationOutcome>(u => u.RunAsync(
            new("other", CharityHost.Named("Other"), CharityHost.Named("Sofia"), "7000001", address, "mk", null, "OT", null, LocalizedText.Empty), default));
        Assert.Empty(entity.Problems);
        Assert.Equal(HttpStatusCode.BadRequest, (await UploadAsync([("480.jpg", Encoding.UTF8.GetBytes(address))])).Status);
        var form = await _staff.GoAsync("/staff/pictures/add");
        Assert.Equal(HttpStatusCode.BadRequest, (await _staff.SubmitAsync("/staff/pictures/add", form, ("Original", address), ("Widths", address), ("Form.Alt.En", address))).Status);
        var picture = await PictureAsync(await ConsentAsync(address), address);
        await ShowAsync(picture);
        await UpdateAsync(address, $"![x]({address}) [y]({address}) <{address}> ![z](//127.0.0.1/logo.png)");
        foreach (var path in new[] { CampaignPath, "/en", $"/campaigns/{TestOrganisation.CampaignSlug}/share-en.png", "/sitemap.xml" })
        {
            using var response = await _host.Web.Browser().GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        var shown = await _host.Web.Browser().GoAsync(CampaignPath);
        Assert.DoesNotContain(shown.Document.Images, image => image.GetAttribute("src")!.Contains("127.0.0.1", StringComparison.Ordinal));
        await _host.Web.Inner.RunTimetableAsync();
        await _host.Web.Inner.DrainAsync();
        Assert.False(listener.Pending(), "Somebody came to the address.");
    }

    [Fact]
    public async Task When_a_consent_is_withdrawn_the_person_is_gone_from_every_page_at_once_and_the_file_says_so()
    {
        var consent = await ConsentAsync("Oksana Zrazok");
        var picture = await PictureAsync(consent, "A woman at a stove");
        await ShowAsync(picture);
        await UpdateAsync("She walks", $"Ten steps ![](picture:{picture:N})", consent);
        using var reader = _host.Web.Browser();
        var before = await reader.GoAsync(CampaignPath);
        var file = before.Document.QuerySelector(".picture img")!.GetAttribute("src")!;
        Assert.Contains("Ten steps", before.Text, StringComparison.Ordinal);
        Assert.Equal(2, before.Document.QuerySelectorAll("img[alt='A woman at a stove']").Length);
        Assert.NotNull((await reader.GoAsync("/en")).Document.QuerySelector(".card img"));
        using (var served = await reader.GetAsync(file))
        {
            Assert.Equal(HttpStatusCode.OK, served.StatusCode);
            // Nobody on the way may keep a picture of a person for longer than an hour.
            Assert.Equal(TimeSpan.FromHours(1), served.Headers.CacheControl!.MaxAge);
        }

        var form = await _staff.GoAsync($"/staff/consents/{consent}");
        Assert.Contains("She walks", form.Text, StringComparison.Ordinal);
        var data = form.FormData("form[action$='handler=Withdraw']");
        data["Reason"] = "She asked by phone";
        var answer = await _staff.PostAsync($"/staff/consents/{consent}?handler=Withdraw", data);
        Assert.Equal($"/staff/consents/{consent}?said=withdrawn", answer.Location);

        var after = await reader.GoAsync(CampaignPath);
        Assert.Null(after.Document.QuerySelector(".picture img"));
        Assert.DoesNotContain("Ten steps", after.Text, StringComparison.Ordinal);
        Assert.Empty(after.Document.QuerySelectorAll("img[alt='A woman at a stove']"));
        Assert.Null((await reader.GoAsync("/en")).Document.QuerySelector(".card img"));
        using var gone = await reader.GetAsync(file);
        Assert.Equal(HttpStatusCode.Gone, gone.StatusCode);
        using var known = new HttpRequestMessage(HttpMethod.Get, file);
        known.Headers.IfNoneMatch.Add(new EntityTagHeaderValue($"\"{file["/files/".Length..]}\""));
        using var stillGone = await reader.SendAsync(known);
        Assert.Equal(HttpStatusCode.Gone, stillGone.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _staff.GoAsync($"/staff/pictures/{picture}/file")).Status);
    }

    [Fact]
    public async Task A_picture_of_a_person_without_consent_is_seen_by_staff_alone()
    {
        var picture = await PictureAsync(null, "Someone");
        await using var db = _host.Web.Inner.Db();
        var sha256 = await db.PictureFiles.Where(f => f.PictureId == picture).Select(f => f.Sha256).FirstAsync();
        using var reader = _host.Web.Browser();
        Assert.Equal(HttpStatusCode.NotFound, (await reader.GoAsync("/files/" + sha256)).Status);
        using var seen = await _staff.GetAsync($"/staff/pictures/{picture}/file?width=480");
        Assert.Equal("image/jpeg", seen.Content.Headers.ContentType?.MediaType);
        Assert.Contains("not shown: no consent", (await _staff.GoAsync("/staff/pictures")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_paper_of_a_consent_is_a_download_for_staff_and_nobody_else()
    {
        var consent = await ConsentAsync("Oksana Zrazok", "%PDF-1.7 <script>alert(1)</script>"u8.ToArray());
        using var paper = await _staff.GetAsync($"/staff/consents/{consent}/paper");
        Assert.Equal("attachment", paper.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Equal("default-src 'none'; sandbox", Assert.Single(paper.Headers.GetValues("Content-Security-Policy")));
        await using var db = _host.Web.Inner.Db();
        var sha256 = await db.Files.Select(f => f.Sha256).SingleAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await _host.Web.Browser().GoAsync("/files/" + sha256)).Status);
    }

    [Fact]
    public async Task An_update_is_written_previewed_in_each_language_published_corrected_and_taken_down()
    {
        await UpdateAsync("Stoves arrived", "All **ten** of them");
        var path = await UpdatePathAsync();
        Assert.Contains("All ten of them (bg)", (await _staff.GoAsync(path + "?lang=bg")).Document.QuerySelector("#preview")!.TextContent, StringComparison.Ordinal);
        using var reader = _host.Web.Browser();
        Assert.Contains("Stoves arrived", (await reader.GoAsync(CampaignPath)).Text, StringComparison.Ordinal);

        var edit = (await _staff.GoAsync(path)).FormData("form.wide");
        edit["Body.En"] = "All eleven of them";
        Assert.Equal(path + "?said=saved", (await _staff.PostAsync(path, edit)).Location);
        var corrected = await reader.GoAsync(CampaignPath);
        Assert.Contains("All eleven of them", corrected.Text, StringComparison.Ordinal);
        Assert.Contains("corrected on", corrected.Text, StringComparison.Ordinal);

        var down = (await _staff.GoAsync(path)).FormData("form[action$='handler=TakeDown']");
        down["Reason"] = "Counted twice";
        Assert.Equal(path + "?said=taken-down", (await _staff.PostAsync(path + "?handler=TakeDown", down)).Location);
        Assert.DoesNotContain("eleven", (await reader.GoAsync(CampaignPath)).Text, StringComparison.Ordinal);
    }

    /// <summary>The smallest file that passes as a JPEG of this size.</summary>
    private static byte[] Jpeg(int width, int height) =>
    [
        0xFF, 0xD8, 0xFF, 0xDB, 0, 67, 0, .. Enumerable.Repeat((byte)1, 64),
        0xFF, 0xC0, 0, 11, 8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 1, 1, 0x11, 0,
        0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0x12, 0x34, 0xFF, 0xD9,
    ];

    private static byte[] Zip() => [(byte)'P', (byte)'K', 3, 4, .. new byte[200]];

    [Fact]
    public async Task A_form_too_large_to_be_read_hears_of_its_size_and_not_that_it_expired()
    {
        using var content = new MultipartFormDataContent { { new ByteArrayContent(new byte[9 * 1024 * 1024]), "Paper", "paper.pdf" } };
        using var answer = await _staff.PostAsync(new Uri("/staff/consents/add", UriKind.Relative), content);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Contains("Too much was sent", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        using var tokenless = new MultipartFormDataContent { { new StringContent("x"), "Form.Person" } };
        using var stale = await _staff.PostAsync(new Uri("/staff/consents/add", UriKind.Relative), tokenless);
        Assert.Contains("The form has expired", await stale.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task<Page> UploadAsync(
        IReadOnlyList<(string Name, byte[] Content)> files, string alt = "A stove", Guid? consent = null, bool person = false, bool alone = false)
    {
        var form = await _staff.GoAsync("/staff/pictures/add");
        using var content = new MultipartFormDataContent();
        foreach (var (name, value) in form.FormData("form[data-picture]").Where(field => field.Key is not ("Original" or "Widths" or "Form.Alt.En")))
        {
            content.Add(new StringContent(value), name);
        }

        content.Add(new StringContent(alt), "Form.Alt.En");
        if (person)
        {
            content.Add(new StringContent("true"), "Form.ShowsPerson");
            content.Add(new StringContent(consent?.ToString() ?? ""), "Form.ConsentId");
        }

        foreach (var (name, bytes) in files)
        {
            content.Add(new ByteArrayContent(bytes), alone ? "Original" : "Widths", name);
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, "/staff/pictures/add") { Content = content };
        return await _staff.SendPageAsync(request);
    }

    private async Task<Guid> PictureAsync(Guid? consent, string alt)
    {
        Assert.Equal("/staff/pictures?said=added", (await UploadAsync([("480.jpg", Jpeg(480, 320)), ("960.jpg", Jpeg(960, 640))], alt, consent, person: true)).Location);
        await using var db = _host.Web.Inner.Db();
        return await db.Pictures.Where(p => p.WithdrawnAt == null).OrderByDescending(p => p.Id).Select(p => p.Id).FirstAsync();
    }

    private async Task<Guid> ConsentAsync(string person, byte[]? paper = null)
    {
        var form = await _staff.GoAsync("/staff/consents/add");
        using var content = new MultipartFormDataContent();
        foreach (var (name, value) in form.FormData("form[enctype]").Where(field => field.Key is not ("Paper" or "Form.Person" or "Form.Purpose" or "Form.OnSite")))
        {
            content.Add(new StringContent(value), name);
        }

        content.Add(new StringContent(person), "Form.Person");
        content.Add(new StringContent(person), "Form.Purpose");
        content.Add(new StringContent("true"), "Form.OnSite");
        if (paper is not null)
        {
            content.Add(new ByteArrayContent(paper), "Paper", "..\\..\\paper.exe");
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, "/staff/consents/add") { Content = content };
        var answer = await _staff.SendPageAsync(request);
        Assert.EndsWith("?said=recorded", answer.Location, StringComparison.Ordinal);
        return Guid.Parse(answer.Location!["/staff/consents/".Length..][..36]);
    }

    /// <summary>Makes it the campaign's head picture.</summary>
    private async Task ShowAsync(Guid picture)
    {
        await using var db = _host.Web.Inner.Db();
        var campaign = await db.Campaigns.SingleAsync(c => c.Id == _organisation.Campaign);
        var content = _host.Web.Inner.Content(
            campaign.ProgrammeId,
            [new(_organisation.Bulgarian, _organisation.UrgentFund, true, true), new(_organisation.Macedonian, _organisation.MacedonianFund, false, true)]) with
        { PictureId = picture };
        var outcome = await _host.Web.Inner.RunAsync<EditCampaign, CampaignOutcome>(u => u.RunAsync(new(campaign.Id, campaign.Version, content, campaign.Promises), default));
        Assert.Empty(outcome.Problems);
        _host.Web.Services.GetRequiredService<Charity.Web.Hosting.PageCache>().Clear();
    }

    private async Task UpdateAsync(string title, string body, Guid? consent = null)
    {
        var write = $"/staff/campaigns/{_organisation.Campaign}/updates/write";
        var data = (await _staff.GoAsync(write)).FormData("form.wide");
        foreach (var language in Language.All)
        {
            var field = char.ToUpperInvariant(language.Code[0]) + language.Code[1..];
            data["Heading." + field] = title;
            data["Body." + field] = language == Language.En ? body : $"{body} ({language.Code})";
        }

        if (consent is { } under)
        {
            (data["TellsOfPerson"], data["ConsentId"]) = ("true", under.ToString());
        }

        var saved = await _staff.PostAsync(write, data);
        Assert.EndsWith("?said=saved", saved.Location, StringComparison.Ordinal);
        var path = await UpdatePathAsync();
        var publish = (await _staff.GoAsync(path)).FormData("form:has(#at)");
        publish.Remove("At");
        var timeless = await _staff.PostAsync(path + "?handler=Schedule", publish);
        Assert.Equal(HttpStatusCode.BadRequest, timeless.Status);
        // Saving the words after a refused publication saves them, and publishes nothing.
        Assert.Equal(path, timeless.Document.QuerySelector("form.wide")!.GetAttribute("action"));
        Assert.Equal(path + "?said=published", (await _staff.PostAsync(path + "?handler=Now", publish)).Location);
    }

    private async Task<string> UpdatePathAsync()
    {
        await using var db = _host.Web.Inner.Db();
        var id = await db.CampaignUpdates.OrderByDescending(u => u.Id).Select(u => u.Id).FirstAsync();
        return $"/staff/campaigns/{_organisation.Campaign}/updates/{id}";
    }
}
