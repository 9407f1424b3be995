using Charity.Data;
using Charity.Data.Work;
using Charity.Reconciliation;
using Microsoft.Extensions.DependencyInjection;

namespace Charity.Tests.Reconciliation;

/// <summary>Gives the import of a payout a list that lacks a cent, which no honest provider gives.</summary>
internal static class PayoutSums
{
    public static async Task CheckAsync(IServiceProvider services, string payoutId, string account)
    {
        var handler = services.GetRequiredService<ImportPayouts>();
        var message = new ImportPayout(account, payoutId);
        var contents = await handler.GatherAsync(message, default);
        var short1 = contents.Payout! with { Amount = contents.Payout.Amount + 1 };
        var item = new WorkItem<ImportPayout, PayoutContents>(message, contents with { Payout = short1 }, 1);
        await handler.PrepareAsync([item], default);
        await handler.ApplyAsync(item, default);
        await services.GetRequiredService<CharityDb>().SaveChangesAsync();
    }
}
