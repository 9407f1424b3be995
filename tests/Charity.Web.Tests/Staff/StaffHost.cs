using System.Net;
using Charity.Data;
using Charity.Staff;
using Charity.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Web.Tests.Staff;

/// <summary>The application with one member of staff.</summary>
internal sealed class StaffHost : IAsyncDisposable
{
    public const string Email = "olena@charity.example";
    public const string Password = "a river under old bridges";
    private const string Secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    private StaffHost(WebHost web) => Web = web;

    public WebHost Web { get; }

    public static async Task<StaffHost> StartAsync(bool withSecondFactor = true, string role = StaffRoles.Finance, bool stripe = false, Action<IServiceCollection>? configure = null)
    {
        var web = await WebHost.StartAsync(configure, stripe: stripe);
        var outcome = await web.Services.GetRequiredService<UseCases>().RunAsync<CreateStaffUser, CreateStaffUser.Outcome>(
            u => u.RunAsync(new(Email, "Olena", Password, [role], AuthenticatorSecret: withSecondFactor ? Secret : null), default), default);
        Assert.Empty(outcome.Errors);
        return new StaffHost(web);
    }

    /// <summary>The code that the user's app shows now.</summary>
    public static string Code() => Totp.Code(Secret, Totp.StepAt(TimeProvider.System.GetUtcNow()));

    /// <summary>A colleague of these roles, signed in.</summary>
    public async Task<HttpClient> ColleagueAsync(string email, string name, string role = StaffRoles.Finance, string language = "en")
    {
        var outcome = await Web.Services.GetRequiredService<UseCases>().RunAsync<CreateStaffUser, CreateStaffUser.Outcome>(
            u => u.RunAsync(new(email, name, Password, [role], language, Secret), default), default);
        Assert.Empty(outcome.Errors);
        return await SignedInAsync(email);
    }

    public async Task<HttpClient> SignedInAsync(string email = Email)
    {
        var browser = Web.Browser();
        var second = await SignInTests.PostAsync(browser, "/staff/sign-in", ("Input.Email", email), ("Input.Password", Password));
        var inside = await SignInTests.PostAsync(browser, second.Headers.Location!.OriginalString, ("Code", Code()), ("ReturnUrl", "/staff"));
        Assert.Equal(HttpStatusCode.Redirect, inside.StatusCode);
        return browser;
    }

    public ValueTask DisposeAsync() => Web.DisposeAsync();
}
