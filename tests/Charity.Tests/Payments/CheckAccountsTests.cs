using Charity.Exceptions;
using Charity.Payments;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Tests.Payments;

public sealed class CheckAccountsTests
{
    [Fact]
    public async Task A_key_that_opens_its_account_is_no_news()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        Assert.Empty(await CheckAsync(host));
    }

    [Fact]
    public async Task A_key_that_opens_another_account_is_a_critical_finding_once_a_day()
    {
        await using var host = await CharityHost.StartWithStripeAsync(settings: new Dictionary<string, string?> { ["Stripe:Accounts:0:Id"] = "acct_another1" });
        await CheckAsync(host);

        var finding = Assert.Single(await CheckAsync(host));
        Assert.Equal((ExceptionKind.GatewayMisconfigured, ExceptionSeverity.Critical), (finding.Kind, finding.Severity));
        Assert.Contains(TestSettings.StripeAccount, finding.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_without_that_permission_is_left_in_peace()
    {
        await using var host = await CharityHost.StartWithStripeAsync(
            settings: new Dictionary<string, string?> { ["Stripe:Accounts:0:SecretKey"] = "rk_test_withoutPermission" });
        Assert.Empty(await CheckAsync(host));
    }

    private static async Task<List<ExceptionItem>> CheckAsync(CharityHost host)
    {
        await using (var scope = host.Scope())
        {
            await scope.ServiceProvider.GetRequiredService<CheckAccounts>().RunAsync(default);
        }

        await using var db = host.Db();
        return await db.Exceptions.AsNoTracking().ToListAsync();
    }
}
