using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Charity.Staff;
using Charity.Testing;
using Charity.Web.Tests.Staff;
using Charity.Web.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Charity.Web.Tests.Hosting;

/// <summary>Whatever goes wrong: a page in the reader's language, what to do, and a reference that stands in the log.</summary>
public sealed class ErrorPageTests
{
    private static async Task<(WebHost Host, LogBook Log)> HostAsync()
    {
        var log = new LogBook();
        var host = await WebHost.StartAsync(
            services => services.AddLogging(l => l.SetMinimumLevel(LogLevel.Information).AddProvider(log)),
            map: app =>
            {
                foreach (var lang in new[] { "uk", "bg", "mk", "en", "files" })
                {
                    app.MapMethods($"/{lang}/probe/{{status:int}}/{{secret}}", ["GET", "POST"], (int status) => Results.StatusCode(status)).AllowAnonymous();
                    app.MapGet($"/{lang}/broken", string () => throw new InvalidOperationException("sk_live_0123456789abcdef of olena@example.org")).AllowAnonymous();
                }
            });
        return (host, log);
    }

    [Theory]
    [InlineData("uk", 400, "Запит не прийнято")]
    [InlineData("bg", 403, "Нямате достъп")]
    [InlineData("mk", 404, "Оваа страница не постои")]
    [InlineData("en", 405, "does not work like that")]
    [InlineData("uk", 408, "надто довго")]
    [InlineData("bg", 409, "Междувременно")]
    [InlineData("mk", 410, "повеќе го нема")]
    [InlineData("en", 413, "Too much was sent")]
    [InlineData("uk", 415, "не приймаємо")]
    [InlineData("bg", 429, "Твърде много заявки")]
    [InlineData("mk", 500, "Настана грешка")]
    [InlineData("en", 503, "briefly unavailable")]
    [InlineData("uk", 504, "надто довго")]
    public async Task Each_status_has_its_words_a_way_on_and_a_reference_that_the_log_knows(string language, int status, string words)
    {
        var (host, log) = await HostAsync();
        await using var _ = host;
        using var browser = host.Browser();
        var page = await browser.GoAsync($"/{language}/probe/{status}/{new string('s', 43)}");

        Assert.Equal((HttpStatusCode)status, page.Status);
        Assert.Equal(language, page.Document.DocumentElement.GetAttribute("lang"));
        Assert.Contains(words, page.Document.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.Document.QuerySelector($"main a[href='/{language}']"));
        var reference = page.Document.QuerySelector("main .number.strong")!.TextContent.Trim();
        Assert.Matches("^[0-9A-F]{12}$", reference);
        var line = Assert.Single(log.Lines, l => l.Contains(reference, StringComparison.Ordinal));
        Assert.Contains($"{status} to GET /{language}/probe/", line, StringComparison.Ordinal);
        Assert.DoesNotContain("ssssss", line, StringComparison.Ordinal);
        Assert.True(page.Response.Headers.Contains("Content-Security-Policy"));
        Assert.True(page.Response.Headers.CacheControl?.NoStore);
    }

    [Fact]
    public async Task An_address_that_nobody_knows_is_not_found_in_the_readers_language()
    {
        var (host, _) = await HostAsync();
        await using var __ = host;
        using var browser = host.Browser();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/nowhere");
        request.Headers.AcceptLanguage.ParseAdd("mk-MK");
        var page = await browser.SendPageAsync(request);

        Assert.Equal(HttpStatusCode.NotFound, page.Status);
        Assert.Equal("mk", page.Document.DocumentElement.GetAttribute("lang"));
    }

    [Theory]
    [InlineData("/en/probe/404/x", "application/json", "application/problem+json")]
    [InlineData("/files/probe/404/x", "image/png", "text/plain")]
    [InlineData("/files/probe/404/x", "text/html", "text/html")]
    public async Task Who_asks_for_json_or_a_file_gets_no_page(string address, string accept, string type)
    {
        var (host, log) = await HostAsync();
        await using var _ = host;
        using var browser = host.Browser();
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(accept));
        using var response = await browser.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType?.MediaType);
        Assert.True(response.Headers.Contains("Content-Security-Policy"));
        if (type == "application/problem+json")
        {
            using var json = JsonDocument.Parse(body);
            Assert.Equal(404, json.RootElement.GetProperty("status").GetInt32());
            var reference = json.RootElement.GetProperty("reference").GetString()!;
            Assert.Single(log.Lines, l => l.Contains(reference, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("/uk/broken", "text/html")]
    [InlineData("/en/broken", "application/json")]
    [InlineData("/files/broken", "image/png")]
    public async Task A_fault_of_ours_is_answered_in_kind_and_logged_once_without_its_secrets(string address, string accept)
    {
        var (host, log) = await HostAsync();
        await using var _ = host;
        using var browser = host.Browser();
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(accept));
        using var response = await browser.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.DoesNotContain("InvalidOperation", body, StringComparison.Ordinal);
        Assert.True(response.Headers.Contains("Content-Security-Policy"));
        var line = Assert.Single(log.Lines, l => l.Contains("failed", StringComparison.Ordinal));
        var reference = System.Text.RegularExpressions.Regex.Match(line, "Reference ([0-9A-F]{12})").Groups[1].Value;
        Assert.Contains(reference, body, StringComparison.Ordinal);
        Assert.All(log.Lines, l => Assert.DoesNotContain("sk_live_0123", l, StringComparison.Ordinal));
        Assert.All(log.Lines, l => Assert.DoesNotContain("olena@example.org", l, StringComparison.Ordinal));
    }

    [Fact]
    public async Task When_the_error_page_itself_fails_a_plain_one_answers_in_the_language_of_the_address()
    {
        var log = new LogBook();
        await using var host = await WebHost.StartAsync(
            services =>
            {
                services.AddLogging(l => l.AddProvider(log));
                // What every page is made with.
                services.AddScoped<Charity.Web.Look.PageHead>(_ => throw new InvalidOperationException("the layout is broken"));
            });
        await host.Inner.SetUpOrganisationAsync();
        using var browser = host.Browser();
        var page = await browser.GoAsync("/bg/about");

        Assert.Equal(HttpStatusCode.InternalServerError, page.Status);
        Assert.Equal("bg", page.Document.DocumentElement.GetAttribute("lang"));
        Assert.Contains("Възникна грешка", page.Text, StringComparison.Ordinal);
        Assert.Matches("[0-9A-F]{12}", page.Text);
        Assert.True(page.Response.Headers.Contains("Content-Security-Policy"));
        Assert.True(page.Response.Headers.CacheControl?.NoStore);
        Assert.Contains(log.Lines, l => l.StartsWith("An answer failed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_error_on_a_staff_page_stands_in_the_frame_of_the_staff_pages()
    {
        await using var host = await StaffHost.StartAsync(role: StaffRoles.Finance);
        using var browser = await host.SignedInAsync();
        var page = await browser.GoAsync($"/staff/gifts/{Guid.NewGuid()}");

        Assert.Equal(HttpStatusCode.NotFound, page.Status);
        Assert.NotNull(page.Document.QuerySelector(".staff-nav a[href='/staff/gifts']"));
        Assert.NotNull(page.Document.QuerySelector("main a[href='/staff']"));
    }

    [Fact]
    [Trait("Case", "A10")]
    public async Task A_form_whose_page_grew_old_says_that_nothing_was_sent_and_leads_back()
    {
        await using var host = await StaffHost.StartAsync(role: StaffRoles.Administrator);
        using var browser = await host.SignedInAsync();
        var page = await browser.PostAsync("/staff/limits?handler=Begin", new Dictionary<string, string> { ["hours"] = "2", ["reason"] = "forged by another site" });

        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.NotNull(page.Document.QuerySelector("main a[href='/staff/limits']"));
        Assert.NotNull(page.Document.QuerySelector(".staff-nav"));
        await using var db = host.Web.Inner.Db();
        Assert.Empty(db.AttackStates);
    }
}
