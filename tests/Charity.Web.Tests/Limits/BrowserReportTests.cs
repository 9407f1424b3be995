using System.Net;
using System.Text;
using Charity.Testing;
using Charity.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Charity.Web.Tests.Limits;

public sealed class BrowserReportTests
{
    private const string Token = "Zk3v9Qm1XwR7tYb5Lp0sHd8uJc2eNa6fGi4oVrTxKzM";

    private static readonly string New =
        """[{"type":"csp-violation","body":{"effectiveDirective":"script-src-elem","blockedURL":"https://evil.example/a.js?who=olena@example.org","documentURL":"https://give.example.org/uk/thanks/TOKEN"}}]""".Replace("TOKEN", Token, StringComparison.Ordinal);

    private static readonly string Old =
        """{"csp-report":{"effective-directive":"script-src-elem","blocked-uri":"https://evil.example/b.js","document-uri":"https://give.example.org/uk/thanks/TOKEN"}}""".Replace("TOKEN", Token, StringComparison.Ordinal);

    [Fact]
    [Trait("Case", "A17")]
    public async Task Both_forms_of_a_report_are_counted_together_and_nothing_personal_of_them_is_kept_or_logged()
    {
        var log = new LogBook();
        await using var host = await WebHost.StartAsync(services => services.AddLogging(l => l.AddProvider(log)));
        using var browser = host.Browser();
        Assert.Equal(HttpStatusCode.NoContent, await SendAsync(browser, New, "application/reports+json"));
        Assert.Equal(HttpStatusCode.NoContent, await SendAsync(browser, Old, "application/csp-report"));

        await using var db = host.Inner.Db();
        var row = await db.BrowserReports.SingleAsync();
        Assert.Equal(("script-src-elem", "https://evil.example", "/{lang}/thanks", 2), (row.Directive, row.Blocked, row.Page, row.Count));
        Assert.Equal(2, log.Lines.Count(l => l.StartsWith("A browser was refused", StringComparison.Ordinal)));
        Assert.All(log.Lines, l => Assert.DoesNotContain(Token, l, StringComparison.Ordinal));
        Assert.All(log.Lines, l => Assert.DoesNotContain("olena", l, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"csp-report":{"effective-directive":"img-src","blocked-uri":"chrome-extension://abc","document-uri":"https://give.example.org/"}}""", 0)]
    [InlineData("""{"csp-report":{"effective-directive":"img-src\nforged","blocked-uri":"javascript:alert(1)","document-uri":"x"}}""", 1)]
    [InlineData("not json", 0)]
    [InlineData("[1,2,{\"type\":5}]", 0)]
    [InlineData("", 0)]
    public async Task What_is_no_report_or_no_matter_of_ours_is_passed_over(string body, int rows)
    {
        await using var host = await WebHost.StartAsync();
        using var browser = host.Browser();
        Assert.Equal(HttpStatusCode.NoContent, await SendAsync(browser, body, "application/csp-report"));
        await using var db = host.Inner.Db();
        var kept = await db.BrowserReports.ToListAsync();
        Assert.Equal(rows, kept.Count);
        Assert.All(kept, r => Assert.Equal(("?", "?", "?"), (r.Directive, r.Blocked, r.Page)));
    }

    [Fact]
    public async Task Large_bodies_other_types_and_floods_are_refused()
    {
        await using var host = await WebHost.StartAsync(settings: new Dictionary<string, string?> { ["Limits:ReportsPerMinute"] = "3" });
        using var browser = host.Browser();
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await SendAsync(browser, new string(' ', 17_000), "application/csp-report"));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, await SendAsync(browser, Old, "text/plain"));
        Assert.Equal(HttpStatusCode.NoContent, await SendAsync(browser, Old, "application/csp-report"));
        Assert.Equal(HttpStatusCode.NoContent, await SendAsync(browser, Old, "application/csp-report"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await SendAsync(browser, Old, "application/csp-report"));
        await using var db = host.Inner.Db();
        Assert.Equal(2, (await db.BrowserReports.SingleAsync()).Count);
    }

    private static async Task<HttpStatusCode> SendAsync(HttpClient browser, string body, string type)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = new(type);
        using var answer = await browser.PostAsync("/reports/browser", content);
        return answer.StatusCode;
    }
}
