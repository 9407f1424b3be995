using Charity.Data;
using Charity.Data.Work;
using Charity.Reconciliation;
using Microsoft.Extensions.DependencyInjection;

namespace Charity.Tests.Reconciliation;

/// <summary>Gives the sum of a payout an amount that is a cent off, which no honest provider gives.</summary>
internal static class PayoutSums
{
    public static async Task CheckAsync(IServiceProvider services, string payoutId, string account)
    {
        var handler = services.GetRequiredService<SumPayouts>();
        var message = new SumPayout(account, payoutId, "20260310");
        var answer = await handler.GatherAsync(message, default);
        var centMore = answer.Payout! with { Amount = answer.Payout.Amount + 1 };
        var item = new WorkItem<SumPayout, PayoutAnswer>(message, new PayoutAnswer(centMore), 1);
        await handler.PrepareAsync([item], default);
        await handler.ApplyAsync(item, default);
        await services.GetRequiredService<CharityDb>().SaveChangesAsync();
    }
}
