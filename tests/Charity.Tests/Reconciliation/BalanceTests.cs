using Charity.Reconciliation;
using Charity.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Tests.Reconciliation;

public sealed class BalanceTests
{
    [Fact]
    public async Task Books_that_agree_with_the_provider_raise_nothing_even_while_money_is_on_its_way()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        await host.GivenAsync();
        await CompareAsync(host);
        Assert.DoesNotContain(await host.FindingsAsync(), f => f.Contains("Balance", StringComparison.Ordinal));

        // Paid and in the provider's balance, but no event of it has reached us.
        var second = await host.GiveAsync(5000, email: "other@example.org");
        await host.PayAsync(second);
        host.Clock.Advance(TimeSpan.FromMinutes(10));
        await CompareAsync(host);
        Assert.DoesNotContain(await host.FindingsAsync(), f => f.Contains("Balance", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Money_at_the_provider_that_the_books_do_not_know_is_found()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        await host.GivenAsync();
        await host.Stripe.AddTransactionAsync(TestSettings.StripeAccount, -345, "eur", "stripe_fee", "a fee that no event tells of");
        host.Clock.Advance(TimeSpan.FromDays(4));

        await CompareAsync(host);

        Assert.Contains(await host.FindingsAsync(), f => f.Contains("StripeBalanceDiffers", StringComparison.Ordinal));
    }

    private static async Task CompareAsync(CharityHost host)
    {
        await using var scope = host.Scope();
        await scope.ServiceProvider.GetRequiredService<CompareBalance>().RunAsync(CancellationToken.None);
    }
}
