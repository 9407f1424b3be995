using System.Net;
using Charity.Staff;
using Charity.Testing;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Web.Tests.Staff;

public sealed class SessionTests
{
    [Fact]
    [Trait("Case", "A09")]
    public async Task A_session_ended_from_another_device_is_over_at_the_next_request()
    {
        await using var host = await StaffHost.StartAsync();
        using var phone = await host.SignedInAsync();
        Guid id;
        await using (var db = host.Web.Inner.Db())
        {
            id = (await db.StaffSessions.SingleAsync()).Id;
            // Otherwise the second device would have to wait for the next code.
            await db.Users.ExecuteUpdateAsync(set => set.SetProperty(u => u.LastTotpStep, 0));
        }

        using var desk = await host.SignedInAsync();
        Assert.Equal(HttpStatusCode.OK, (await phone.GetAsync("/staff")).StatusCode);
        Assert.Contains(id.ToString(), await desk.GetStringAsync("/staff/sessions"), StringComparison.Ordinal);

        await SignInTests.PostAsync(desk, "/staff/sessions?handler=End", "/staff/sessions", ("id", id.ToString()));

        Assert.Equal(HttpStatusCode.Redirect, (await phone.GetAsync("/staff")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await desk.GetAsync("/staff")).StatusCode);
        await using var after = host.Web.Inner.Db();
        Assert.Equal(1, await after.Audit.CountAsync(a => a.Action == StaffActions.EndSession));
    }

    [Fact]
    public async Task Signing_out_everywhere_ends_every_session_at_once()
    {
        await using var host = await StaffHost.StartAsync();
        using var first = await host.SignedInAsync();
        await using (var db = host.Web.Inner.Db())
        {
            await db.Users.ExecuteUpdateAsync(set => set.SetProperty(u => u.LastTotpStep, 0));
        }

        using var second = await host.SignedInAsync();
        var left = await SignInTests.PostAsync(second, "/staff/sessions?handler=EndAll", "/staff/sessions");
        Assert.Equal("/staff/sign-in", left.Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.Redirect, (await first.GetAsync("/staff")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await second.GetAsync("/staff")).StatusCode);
        await using var after = host.Web.Inner.Db();
        Assert.All(await after.StaffSessions.ToListAsync(), session => Assert.NotNull(session.EndedAt));
        Assert.Equal(1, await after.Audit.CountAsync(a => a.Action == StaffActions.SignOutEverywhere));
    }

    [Fact]
    public async Task Whoever_chooses_another_language_reads_on_in_it_in_the_same_session_and_proves_nothing_by_it()
    {
        var real = new FakeClock(TimeProvider.System.GetUtcNow());
        await using var host = await StaffHost.StartAsync(configure: services => services
            .PostConfigure<SecurityStampValidatorOptions>(options => options.TimeProvider = real)
            .PostConfigure<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme, options => options.TimeProvider = real));
        using var browser = await host.SignedInAsync();
        Assert.Contains("<html lang=\"en\"", await browser.GetStringAsync("/staff"), StringComparison.Ordinal);

        real.Advance(TimeSpan.FromMinutes(6));
        using var answer = await SignInTests.PostAsync(browser, "/staff/account?handler=Language", "/staff/account", ("reader", "mk"));
        using var unknown = await SignInTests.PostAsync(browser, "/staff/account?handler=Language", "/staff/account", ("reader", "xx"));

        Assert.Contains("<html lang=\"mk\"", await browser.GetStringAsync("/staff"), StringComparison.Ordinal);
        using var codes = await SignInTests.PostAsync(browser, "/staff/account?handler=Codes", "/staff/account");
        Assert.StartsWith("/staff/confirm", codes.Headers.Location?.OriginalString, StringComparison.Ordinal);
        await using var db = host.Web.Inner.Db();
        Assert.Equal("mk", (await db.Users.SingleAsync(u => u.Email == StaffHost.Email)).Language);
        Assert.Single(await db.StaffSessions.ToListAsync());
        Assert.Equal(1, await db.Audit.CountAsync(a => a.Action == StaffActions.ChangeLanguage));
    }
}
