using System.Net;
using System.Text.Json;
using Charity.Notifications;
using Charity.Testing;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Charity.Web.Tests.Hosting;

/// <summary>What donors are told of how the site does.</summary>
public sealed class PublicHealthTests
{
    [Theory]
    [InlineData("uk", "Усе працює")]
    [InlineData("bg", "Всичко работи")]
    [InlineData("mk", "Сѐ работи")]
    [InlineData("en", "Everything works")]
    public async Task A_donor_reads_in_their_language_that_all_works(string language, string words)
    {
        await using var host = await WebHost.StartAsync();
        await host.Inner.SetUpOrganisationAsync();
        using var browser = host.Browser();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health");
        request.Headers.Add("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
        request.Headers.Add("Accept-Language", language);
        using var first = await browser.SendAsync(request);
        Assert.Equal($"/{language}/health", first.Headers.Location?.OriginalString);
        using var page = await browser.GetAsync($"/{language}/health");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains(words, await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Case", "X02")]
    public async Task A_mail_server_that_is_away_is_said_to_delay_receipts_and_nothing_else()
    {
        await using var host = await WebHost.StartAsync(stripe: true);
        await host.Inner.SetUpOrganisationAsync();
        host.Inner.Mailbox.Answer([.. Enumerable.Repeat(new MailResult(MailOutcome.Deferred, null, "no connection to 10.0.0.7"), 9)]);
        await host.Inner.GivenAsync();

        var state = await StateAsync(host);
        Assert.Equal(("works", "works", "delayed"), (Read(state, "giving"), Read(state, "cards"), Read(state, "receipts")));
        Assert.DoesNotContain("10.0.0.7", state.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Case", "W22")]
    public async Task A_database_that_does_not_answer_is_an_answer_and_no_error()
    {
        await using var host = await WebHost.StartAsync();
        await host.Inner.SetUpOrganisationAsync();
        host.Inner.SkipChecks();
        await using (var db = host.Inner.Db())
        {
            await using var connection = new SqliteConnection(host.Inner.Database.Options.ConnectionString);
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "ALTER TABLE outbox_message RENAME TO outbox_message_gone";
            await command.ExecuteNonQueryAsync();
        }

        var state = await StateAsync(host);
        Assert.Equal("away", Read(state, "giving"));
        using var browser = host.Browser();
        using var page = await browser.GetAsync("/en/health");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("Giving does not work right now", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("*/*")]
    [InlineData("text/plain")]
    [InlineData("application/json")]
    [InlineData("nonsense")]
    public async Task Whoever_asks_without_an_account_gets_a_readable_answer_that_names_nothing_inside(string? accept)
    {
        await using var host = await WebHost.StartAsync();
        using var browser = host.Browser();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health");
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var answer = await browser.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var state = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal(["cards", "checkedAt", "giving", "receipts"], state.EnumerateObject().Select(p => p.Name).Order());
    }

    [Fact]
    public async Task A_browser_is_led_to_a_page_and_never_to_the_sign_in_even_before_the_organisation_is_entered()
    {
        await using var host = await WebHost.StartAsync();
        using var browser = host.Browser();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health");
        request.Headers.Add("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
        using var led = await browser.SendAsync(request);
        Assert.Equal("/en/health", led.Headers.Location?.OriginalString);
        using var page = await browser.GetAsync("/en/health");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.DoesNotContain("SQL", await page.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<JsonElement> StateAsync(WebHost host)
    {
        using var browser = host.Browser();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health");
        request.Headers.Add("Accept", "application/json");
        using var response = await browser.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
    }

    private static string? Read(JsonElement state, string name) => state.GetProperty(name).GetString();
}
