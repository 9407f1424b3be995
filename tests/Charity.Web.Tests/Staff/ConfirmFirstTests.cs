using System.Net;
using Charity.Staff;
using Charity.Testing;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Web.Tests.Staff;

public sealed class ConfirmFirstTests
{
    [Fact]
    [Trait("Case", "A18")]
    public async Task A_form_that_comes_too_late_is_not_carried_out_and_the_page_comes_back_after_the_code()
    {
        var real = new FakeClock(TimeProvider.System.GetUtcNow());
        await using var host = await StartAsync(real);
        using var admin = await host.SignedInAsync();
        await SignInTests.PostAsync(admin, "/staff/people/invite", ("Email", "petro@charity.example"), ("Roles", StaffRoles.Editor));
        real.Advance(TimeSpan.FromMinutes(6));
        Guid id;
        await using (var db = host.Web.Inner.Db())
        {
            id = (await db.StaffInvitations.SingleAsync()).Id;
            await db.Users.ExecuteUpdateAsync(set => set.SetProperty(u => u.LastTotpStep, 0));
        }

        using var late = await SignInTests.PostAsync(admin, "/staff/people?handler=Withdraw&view=all", "/staff/people", ("id", id.ToString()));
        var confirm = late.Headers.Location!.OriginalString;
        Assert.Equal("/staff/confirm?returnUrl=%2Fstaff%2Fpeople%3Fview%3Dall&again=true", confirm);
        Assert.Contains("has not been carried out", await admin.GetStringAsync(confirm), StringComparison.Ordinal);
        await using (var db = host.Web.Inner.Db())
        {
            Assert.Null((await db.StaffInvitations.SingleAsync()).WithdrawnAt);
        }

        using var back = await SignInTests.PostAsync(admin, confirm, ("Code", StaffHost.Code()), ("ReturnUrl", "/staff/people?view=all"));
        Assert.Equal("/staff/people?view=all", back.Headers.Location?.OriginalString);
        using var sent = await SignInTests.PostAsync(admin, "/staff/people?handler=Withdraw", "/staff/people", ("id", id.ToString()));
        Assert.Equal("/staff/people", sent.Headers.Location?.OriginalString);
        await using var after = host.Web.Inner.Db();
        Assert.NotNull((await after.StaffInvitations.SingleAsync()).WithdrawnAt);
    }

    [Fact]
    [Trait("Case", "A04")]
    public async Task Confirming_leads_back_into_the_back_office_only()
    {
        var real = new FakeClock(TimeProvider.System.GetUtcNow());
        await using var host = await StartAsync(real);
        using var admin = await host.SignedInAsync();
        foreach (var returnUrl in new[] { "https://evil.example/", "//evil.example/staff", "/\\evil.example/staff", "javascript:alert(1)//staff", "/uk" })
        {
            real.Advance(TimeSpan.FromMinutes(6));
            await using (var db = host.Web.Inner.Db())
            {
                await db.Users.ExecuteUpdateAsync(set => set.SetProperty(u => u.LastTotpStep, 0));
            }

            using var inside = await admin.GetAsync("/staff/sign-in?returnUrl=" + Uri.EscapeDataString(returnUrl));
            Assert.Equal("/staff", inside.Headers.Location?.OriginalString);
            using var back = await SignInTests.PostAsync(
                admin, "/staff/confirm?returnUrl=" + Uri.EscapeDataString(returnUrl), ("Code", StaffHost.Code()), ("ReturnUrl", returnUrl));
            Assert.Equal("/staff", back.Headers.Location?.OriginalString);
        }
    }

    [Fact]
    [Trait("Case", "A18")]
    public async Task A_recovery_code_confirms_once()
    {
        var real = new FakeClock(TimeProvider.System.GetUtcNow());
        await using var host = await StartAsync(real);
        using var admin = await host.SignedInAsync();
        string code;
        await using (var scope = host.Web.Services.CreateAsyncScope())
        {
            var users = scope.ServiceProvider.GetRequiredService<UserManager<StaffUser>>();
            code = (await users.GenerateNewTwoFactorRecoveryCodesAsync((await users.FindByEmailAsync(StaffHost.Email))!, 10))!.First();
        }

        real.Advance(TimeSpan.FromMinutes(6));
        Assert.StartsWith("/staff/confirm", (await admin.GetAsync("/staff/people/invite")).Headers.Location?.OriginalString, StringComparison.Ordinal);
        using var right = await SignInTests.PostAsync(admin, "/staff/confirm?recovery=true", ("Code", code), ("Recovery", "true"), ("ReturnUrl", "/staff/people/invite"));
        Assert.Equal("/staff/people/invite", right.Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync("/staff/people/invite")).StatusCode);
        real.Advance(TimeSpan.FromMinutes(6));
        using var again = await SignInTests.PostAsync(admin, "/staff/confirm?recovery=true", ("Code", code), ("Recovery", "true"));
        Assert.Equal(HttpStatusCode.BadRequest, again.StatusCode);
        Assert.StartsWith("/staff/confirm", (await admin.GetAsync("/staff/people/invite")).Headers.Location?.OriginalString, StringComparison.Ordinal);
    }

    private static async Task<StaffHost> StartAsync(FakeClock real)
    {
        var host = await StaffHost.StartAsync(role: StaffRoles.Administrator, configure: services => services
            .PostConfigure<SecurityStampValidatorOptions>(options => options.TimeProvider = real)
            .PostConfigure<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme, options => options.TimeProvider = real));
        await host.Web.Inner.SetUpOrganisationAsync();
        return host;
    }
}
