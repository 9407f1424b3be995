using System.Collections.Concurrent;
using System.Data.Common;
using System.Net;
using System.Text.RegularExpressions;
using Charity.Data;
using Charity.Staff;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Web.Tests.Staff;

public sealed partial class PasswordTests
{
    private const string Next = "seven quiet mountains";

    [Theory]
    [InlineData(StaffHost.Email)]
    [InlineData("nobody@charity.example")]
    [InlineData("petro@charity.example")]
    [Trait("Case", "A11")]
    public async Task A_forgotten_password_is_answered_with_the_same_words_and_the_same_work_whoever_asks(string email)
    {
        var work = new Statements();
        await using var host = await StaffHost.StartAsync(configure: services => services.ConfigureDbContext<CharityDb>(options => options.AddInterceptors(work)));
        using var browser = host.Web.Browser();
        await browser.GetAsync("/staff/forgotten");
        // Once for what is only read the first time.
        await SignInTests.PostAsync(browser, "/staff/forgotten", ("Email", "first@charity.example"));
        work.Seen.Clear();
        using var compared = await SignInTests.PostAsync(browser, "/staff/forgotten", ("Email", "stranger@charity.example"));
        var expected = work.Seen.ToList();
        work.Seen.Clear();

        using var answer = await SignInTests.PostAsync(browser, "/staff/forgotten", ("Email", email));

        Assert.Equal(HttpStatusCode.OK, compared.StatusCode);
        Assert.NotEmpty(expected);
        Assert.Equal(expected, work.Seen);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(await compared.Content.ReadAsStringAsync(), await answer.Content.ReadAsStringAsync());
        Assert.Equal(compared.Headers.Select(h => h.Key), answer.Headers.Select(h => h.Key));
        await using var db = host.Web.Inner.Db();
        Assert.All(await db.Outbox.Select(row => row.Payload).ToListAsync(), payload => Assert.DoesNotContain("@", payload, StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Case", "A11")]
    public async Task A_mailed_link_sets_a_new_password_once_ends_the_sessions_and_never_skips_the_second_step()
    {
        await using var host = await StartAsync();
        using var before = await host.SignedInAsync();
        using var browser = host.Web.Browser();
        await SignInTests.PostAsync(browser, "/staff/forgotten", ("Email", "nobody@charity.example"));
        await SignInTests.PostAsync(browser, "/staff/forgotten", ("Email", StaffHost.Email.ToUpperInvariant()));
        await host.Web.Inner.DrainAsync();
        var mail = Assert.Single(host.Web.Inner.Mailbox.Mails);
        Assert.Equal(StaffHost.Email, mail.ToAddress);
        var link = Link().Match(mail.Text).Value;
        Assert.Contains("New password", await browser.GetStringAsync(link), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(link)).StatusCode);

        await using (var named = host.Web.Inner.Db())
        {
            await named.Users.ExecuteUpdateAsync(set => set.SetProperty(u => u.DisplayName, "Zlatomira"));
        }

        foreach (var (weak, words) in new[] { ("short", "at least 12"), ("password12345", "try this password first"), ("zlatomira202620", "little more than your name"), (StaffHost.Password, "the same password") })
        {
            using var refused = await SignInTests.PostAsync(browser, link, ("Password", weak));
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.Contains(words, await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        using var done = await SignInTests.PostAsync(browser, link, ("Password", Next));
        Assert.Contains("Sign in with it and your second step", await done.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/staff")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await before.GetAsync("/staff")).StatusCode);
        using var again = await browser.GetAsync(link);
        Assert.Equal(HttpStatusCode.Gone, again.StatusCode);

        using var old = await SignInTests.PostAsync(browser, "/staff/sign-in", ("Input.Email", StaffHost.Email), ("Input.Password", StaffHost.Password));
        Assert.Equal(HttpStatusCode.BadRequest, old.StatusCode);
        using var second = await SignInTests.PostAsync(browser, "/staff/sign-in", ("Input.Email", StaffHost.Email), ("Input.Password", Next));
        Assert.StartsWith("/staff/code", second.Headers.Location?.OriginalString, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync("/staff")).StatusCode);
        await host.Web.Inner.DrainAsync();
        Assert.Equal("Your password was changed", host.Web.Inner.Mailbox.Mails[^1].Subject);
        await using var db = host.Web.Inner.Db();
        var actions = await db.Audit.Select(a => a.Action).ToListAsync();
        Assert.Contains(StaffActions.AskForReset, actions);
        Assert.Contains(StaffActions.ResetPassword, actions);
        Assert.DoesNotContain(link[^43..], string.Join('\n', await db.Mails.Select(m => m.Subject).ToListAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_dies_after_an_hour_by_a_newer_one_and_with_its_account()
    {
        await using var host = await StartAsync();
        using var browser = host.Web.Browser();
        var first = await AskAsync(host, browser);
        Assert.Equal("", await AskAsync(host, browser));
        host.Web.Clock.Advance(TimeSpan.FromMinutes(6));
        var second = await AskAsync(host, browser);
        Assert.NotEqual(first, second);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(first)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(second)).StatusCode);
        host.Web.Clock.Advance(TimeSpan.FromHours(1));
        using var late = await SignInTests.PostAsync(browser, second, "/staff/sign-in", ("Password", Next));
        Assert.Equal(HttpStatusCode.Gone, late.StatusCode);

        var third = await AskAsync(host, browser);
        await using (var db = host.Web.Inner.Db())
        {
            await db.Users.ExecuteUpdateAsync(set => set.SetProperty(u => u.DisabledAt, DateTime.UnixEpoch));
        }

        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(third)).StatusCode);
        Assert.Equal("", await AskAsync(host, browser));
    }

    [Fact]
    public async Task One_s_own_password_is_changed_by_whoever_knows_the_present_one_and_other_sessions_end()
    {
        await using var host = await StartAsync();
        using var here = await host.SignedInAsync();
        await using (var db = host.Web.Inner.Db())
        {
            await db.Users.ExecuteUpdateAsync(set => set.SetProperty(u => u.LastTotpStep, 0));
        }

        using var elsewhere = await host.SignedInAsync();
        using var wrong = await SignInTests.PostAsync(here, "/staff/account/password", ("Present", "not the password at all"), ("Password", Next));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Contains("present password is wrong", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        using var done = await SignInTests.PostAsync(here, "/staff/account/password", ("Present", StaffHost.Password), ("Password", Next));
        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await here.GetAsync("/staff")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await elsewhere.GetAsync("/staff")).StatusCode);
        await host.Web.Inner.DrainAsync();
        Assert.Equal("Your password was changed", host.Web.Inner.Mailbox.Mails[^1].Subject);
    }

    [Fact]
    [Trait("Case", "A18")]
    public async Task Guessing_the_present_password_or_recovery_codes_locks_the_account()
    {
        await using var host = await StartAsync();
        using var inside = await host.SignedInAsync();
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await SignInTests.PostAsync(inside, "/staff/account/password", ("Present", "wrong wrong wrong"), ("Password", Next))).StatusCode);
        }

        using var fifth = await SignInTests.PostAsync(inside, "/staff/account/password", ("Present", "wrong wrong wrong"), ("Password", Next));
        Assert.Equal("/staff/sign-in", fifth.Headers.Location?.OriginalString);
        await using (var db = host.Web.Inner.Db())
        {
            await db.Users.ExecuteUpdateAsync(set => set.SetProperty(u => u.LockoutEnd, (DateTimeOffset?)null));
        }

        using var browser = host.Web.Browser();
        await SignInTests.PostAsync(browser, "/staff/sign-in", ("Input.Email", StaffHost.Email), ("Input.Password", StaffHost.Password));
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await SignInTests.PostAsync(browser, "/staff/code?recovery=true", ("Code", "AAAAA-AAAAA"), ("Recovery", "true"))).StatusCode);
        }

        await using var after = host.Web.Inner.Db();
        Assert.True((await after.Users.SingleAsync()).LockoutEnd > TimeProvider.System.GetUtcNow());
        Assert.Equal(2, await after.Audit.CountAsync(a => a.Action == StaffActions.LockOut));
    }

    private static async Task<StaffHost> StartAsync()
    {
        var host = await StaffHost.StartAsync();
        await host.Web.Inner.SetUpOrganisationAsync();
        return host;
    }

    /// <summary>The link of the mail that came of it; empty where none came.</summary>
    private static async Task<string> AskAsync(StaffHost host, HttpClient browser)
    {
        var before = host.Web.Inner.Mailbox.Mails.Count;
        await SignInTests.PostAsync(browser, "/staff/forgotten", ("Email", StaffHost.Email));
        await host.Web.Inner.DrainAsync();
        var mails = host.Web.Inner.Mailbox.Mails;
        return mails.Count == before ? "" : Link().Match(mails[^1].Text).Value;
    }

    [GeneratedRegex("/staff/new-password/[A-Za-z0-9_-]{43}")]
    private static partial Regex Link();

    /// <summary>Every question to the database, and every row that is written: SQLite's own batches pass no command interceptor.</summary>
    private sealed class Statements : DbCommandInterceptor, ISaveChangesInterceptor
    {
        public ConcurrentQueue<string> Seen { get; } = [];

        public ValueTask<InterceptionResult<int>> SavingChangesAsync(
            DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            foreach (var entry in eventData.Context!.ChangeTracker.Entries().Where(entry => entry.State != EntityState.Unchanged))
            {
                Seen.Enqueue($"{entry.State} {entry.Metadata.GetTableName()}");
            }

            return ValueTask.FromResult(result);
        }

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            Seen.Enqueue(command.CommandText);
            return base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
        }

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            Seen.Enqueue(command.CommandText);
            return base.NonQueryExecutingAsync(command, eventData, result, cancellationToken);
        }
    }
}
