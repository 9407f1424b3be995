using Charity.Staff;
using Charity.Testing;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Tests.Staff;

public sealed class StaffAccountTests
{
    private const string Secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    private const string Password = "a river under old bridges";

    [Fact]
    [Trait("Case", "A18")]
    public async Task A_code_signs_in_once_and_so_does_a_recovery_code()
    {
        await using var host = await StartAsync();
        await using var scope = host.Scope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<StaffUser>>();
        var user = (await users.FindByEmailAsync("olena@charity.example"))!;
        var code = Totp.Code(Secret, Totp.StepAt(TimeProvider.System.GetUtcNow()));

        Assert.True(await users.VerifyTwoFactorTokenAsync(user, users.Options.Tokens.AuthenticatorTokenProvider, code));
        Assert.False(await users.VerifyTwoFactorTokenAsync(user, users.Options.Tokens.AuthenticatorTokenProvider, code));

        var recovery = (await users.GenerateNewTwoFactorRecoveryCodesAsync(user, 10))!.ToList();
        Assert.Equal(10, await users.CountRecoveryCodesAsync(user));
        Assert.True((await users.RedeemTwoFactorRecoveryCodeAsync(user, recovery[3])).Succeeded);
        Assert.False((await users.RedeemTwoFactorRecoveryCodeAsync(user, recovery[3])).Succeeded);
        Assert.True((await users.RedeemTwoFactorRecoveryCodeAsync(user, recovery[4].ToLowerInvariant())).Succeeded);
        Assert.Equal(8, await users.CountRecoveryCodesAsync(user));
    }

    [Fact]
    public async Task Neither_the_authenticator_key_nor_a_recovery_code_stands_in_the_database()
    {
        await using var host = await StartAsync();
        await using var scope = host.Scope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<StaffUser>>();
        var user = (await users.FindByEmailAsync("olena@charity.example"))!;
        var recovery = (await users.GenerateNewTwoFactorRecoveryCodesAsync(user, 10))!.ToList();

        await using var db = host.Db();
        var stored = string.Join('\n', await db.UserTokens.Select(t => t.Value).ToListAsync());
        Assert.NotEmpty(stored);
        Assert.DoesNotContain(Secret, stored, StringComparison.Ordinal);
        Assert.All(recovery, code => Assert.DoesNotContain(code, stored, StringComparison.Ordinal));
        Assert.Equal(Secret, await users.GetAuthenticatorKeyAsync(user));
    }

    [Fact]
    public async Task An_unknown_role_is_refused_and_known_ones_give_their_permissions()
    {
        await using var host = await CharityHost.StartAsync();
        var outcome = await host.RunAsync<CreateStaffUser, CreateStaffUser.Outcome>(u => u.RunAsync(
            new("a@charity.example", "A", Password, ["Owner"]), default));
        Assert.Equal(["UnknownRole:Owner"], outcome.Errors);

        Assert.Contains(StaffPermissions.RetryWork, StaffRoles.PermissionsOf("Finance"));
        Assert.DoesNotContain(StaffPermissions.RetryWork, StaffRoles.PermissionsOf("Auditor"));
        Assert.Empty(StaffRoles.PermissionsOf("Owner,,"));
        Assert.Equal(StaffPermissions.All.Order(), StaffRoles.PermissionsOf("Auditor, Administrator").Order());
    }

    private static async Task<CharityHost> StartAsync()
    {
        var host = await CharityHost.StartAsync();
        Assert.Empty((await CreateAsync(host, Password)).Errors);
        return host;
    }

    private static Task<CreateStaffUser.Outcome> CreateAsync(CharityHost host, string password)
        => host.RunAsync<CreateStaffUser, CreateStaffUser.Outcome>(u => u.RunAsync(
            new("olena@charity.example", "Olena", password, [StaffRoles.Finance], AuthenticatorSecret: Secret), default));
}
