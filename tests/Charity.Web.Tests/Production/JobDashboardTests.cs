using System.Net;
using Charity.Data.Work;
using Charity.Production.Jobs;
using Charity.Staff;
using Charity.Testing;
using Charity.Web.Tests.Staff;
using Charity.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Web.Tests.Production;

/// <summary>Who sees the dashboard of the background jobs, and who may act on it.</summary>
public sealed class JobDashboardTests
{
    private const string Recurring = "/staff/jobs/recurring";
    private const string Trigger = "/staff/jobs/recurring/trigger";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("/staff/jobs")]
    [InlineData(Recurring)]
    [InlineData("/staff/jobs/stats")]
    [Trait("Case", "A08")]
    public async Task A_stranger_is_asked_to_sign_in(string address)
    {
        await using var host = await WebHost.StartAsync();
        using var browser = host.Browser();
        var page = await browser.GoAsync(address);
        Assert.Equal(HttpStatusCode.Redirect, page.Status);
        Assert.Contains("/staff/sign-in", page.Location, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Case", "A08")]
    public async Task An_editor_who_may_not_see_the_work_does_not_see_its_jobs()
    {
        await using var host = await StaffHost.StartAsync(role: StaffRoles.Editor, configure: WithJobs);
        using var browser = await host.SignedInAsync();
        Assert.Contains("/staff/denied", (await browser.GoAsync("/staff/jobs")).Location, StringComparison.Ordinal);
        Assert.Contains("/staff/denied", (await PostAsync(browser, Trigger, "x", "x", RelayJob.JobName)).Location, StringComparison.Ordinal);
        Assert.Empty((await browser.GoAsync("/staff")).Document.QuerySelectorAll("a[href='/staff/jobs']"));
    }

    [Theory]
    [InlineData(StaffRoles.Auditor)]
    [InlineData(StaffRoles.Finance)]
    [Trait("Case", "A08")]
    public async Task Who_may_see_the_work_sees_the_jobs_and_can_start_none(string role)
    {
        await using var host = await StaffHost.StartAsync(role: role, configure: WithJobs);
        using var browser = await host.SignedInAsync();
        Assert.Single((await browser.GoAsync("/staff")).Document.QuerySelectorAll("a[href='/staff/jobs']"));
        var page = await WhenShownAsync(browser, RelayJob.JobName);
        Assert.Empty(page.Document.QuerySelectorAll("[data-url]"));

        var (header, token) = TokenOf(page);
        var refused = await PostAsync(browser, Trigger, header, token, SleepingJob.JobName);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.Status);
    }

    [Fact]
    public async Task An_administrator_starts_an_entry_that_is_not_due()
    {
        await using var host = await StaffHost.StartAsync(role: StaffRoles.Administrator, configure: WithJobs);
        using var browser = await host.SignedInAsync();
        var page = await WhenShownAsync(browser, SleepingJob.JobName);
        Assert.NotEmpty(page.Document.QuerySelectorAll("[data-url='/staff/jobs/recurring/trigger']"));
        var first = await WhenRanAsync(host, null);
        host.Web.Clock.Advance(TimeSpan.FromMinutes(5));

        var (header, token) = TokenOf(page);
        Assert.Equal(HttpStatusCode.NoContent, (await PostAsync(browser, Trigger, header, token, SleepingJob.JobName)).Status);
        var second = await WhenRanAsync(host, first.LastSucceededAt);
        Assert.Equal(first.NextDue, second.NextDue);
    }

    [Fact]
    [Trait("Case", "A10")]
    public async Task Without_the_page_s_token_nothing_is_started()
    {
        await using var host = await StaffHost.StartAsync(role: StaffRoles.Administrator, configure: WithJobs);
        using var browser = await host.SignedInAsync();
        var page = await WhenShownAsync(browser, SleepingJob.JobName);
        var first = await WhenRanAsync(host, null);
        host.Web.Clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(browser, Trigger, TokenOf(page).Header, "forged", SleepingJob.JobName)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(browser, Trigger, "X-Other", "x", SleepingJob.JobName)).Status);
        await using var db = host.Web.Inner.Db();
        Assert.Equal(first.LastStartedAt, (await db.Timetable.SingleAsync(e => e.Name == SleepingJob.JobName)).LastStartedAt);
    }

    [Fact]
    public async Task Its_pages_run_no_inline_script_and_fetch_nothing_from_elsewhere()
    {
        await using var host = await StaffHost.StartAsync(role: StaffRoles.Administrator, configure: WithJobs);
        using var browser = await host.SignedInAsync();
        foreach (var address in new[] { "/staff/jobs", Recurring, "/staff/jobs/servers", "/staff/jobs/jobs/succeeded", "/staff/jobs/jobs/enqueued" })
        {
            var page = await browser.GoAsync(address);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            var policy = Assert.Single(page.Response.Headers.GetValues("Content-Security-Policy"));
            Assert.Contains("script-src 'self'; style-src 'self';", policy, StringComparison.Ordinal);
            Assert.EndsWith("style-src-attr 'unsafe-inline'", policy, StringComparison.Ordinal);
            Assert.True(page.Response.Headers.CacheControl?.NoStore);
            Assert.All(page.Document.QuerySelectorAll("script"), script => Assert.Equal("", script.TextContent.Trim()));
            Assert.All(page.Document.QuerySelectorAll("script[src], img[src]"), e => Assert.StartsWith("/staff/jobs/", e.GetAttribute("src"), StringComparison.Ordinal));
            Assert.All(page.Document.QuerySelectorAll("link[rel=stylesheet]"), e => Assert.StartsWith("/staff/jobs/", e.GetAttribute("href"), StringComparison.Ordinal));
            Assert.Empty(page.Document.QuerySelectorAll("style"));
        }
    }

    [Fact]
    public async Task A_page_left_open_does_not_keep_its_session_alive()
    {
        await using var host = await WebHost.StartAsync();
        var tool = Assert.Single(host.Services.GetServices<IStaffTool>());
        Assert.True(tool.AsksByItself("/staff/jobs/stats"));
        Assert.False(tool.AsksByItself(Recurring));
        Assert.False(tool.AsksByItself("/staff"));
    }

    private static void WithJobs(IServiceCollection services)
    {
        services.AddTimetableJob<SleepingJob>();
        services.AddJobHosting();
    }

    private static async Task<Page> WhenShownAsync(HttpClient browser, string job)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            // The dashboard shows ten on a page, and there are more.
            var page = await browser.GoAsync(Recurring + "?from=0&count=100");
            Assert.Equal(HttpStatusCode.OK, page.Status);
            if (page.Text.Contains(job, StringComparison.Ordinal))
            {
                return page;
            }

            await Task.Delay(20, patience.Token);
        }
    }

    private static async Task<TimetableEntry> WhenRanAsync(StaffHost host, DateTime? after)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            await using (var db = host.Web.Inner.Db())
            {
                if (await db.Timetable.AsNoTracking().SingleOrDefaultAsync(e => e.Name == SleepingJob.JobName, patience.Token)
                        is { LeaseId: null, LastSucceededAt: { } at } entry
                    && (after is null || at > after))
                {
                    return entry;
                }
            }

            await Task.Delay(20, patience.Token);
        }
    }

    private static (string Header, string Token) TokenOf(Page page)
        => (Meta(page, "csrf-header"), Meta(page, "csrf-token"));

    private static string Meta(Page page, string name)
        => page.Document.QuerySelector($"meta[name='{name}']")?.GetAttribute("content") ?? throw new InvalidOperationException($"The page has no {name}.");

    private static async Task<Page> PostAsync(HttpClient browser, string address, string header, string token, string job)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new FormUrlEncodedContent([new("jobs[]", job)]),
        };
        request.Headers.Add(header, token);
        return await browser.SendPageAsync(request);
    }

    private sealed class SleepingJob : ITimetableJob
    {
        public const string JobName = "test.sleeping";

        public string Name => JobName;

        public TimeSpan Every => TimeSpan.FromDays(1);

        public Task RunAsync(CancellationToken cancel) => Task.CompletedTask;
    }
}
