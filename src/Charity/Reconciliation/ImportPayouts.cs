using Charity.Data;
using Charity.Data.Work;
using Charity.Payments;
using Microsoft.EntityFrameworkCore;

namespace Charity.Reconciliation;

/// <summary>A page of the transactions that the provider attributes to a payout.</summary>
/// <param name="Gone">The provider does not know the payout any more.</param>
/// <param name="Unreachable">Why the provider gave no answer.</param>
internal sealed record PayoutPage(IReadOnlyList<TransactionFact> Transactions, bool HasMore, bool Gone = false, string? Unreachable = null);

/// <summary>
/// <c>payout.import.v1</c>: reads one page of an automatic payout's transactions, has those brought in that we lack, and
/// marks the others as paid out. However large the payout, a hundred transactions are in memory.
/// </summary>
internal sealed class ImportPayouts(CharityDb db, IPaymentGateway gateway, PostTransaction post, Outbox outbox)
    : MessageHandler<ImportPayout, PayoutPage>
{
    private static readonly TimeSpan UntilImported = TimeSpan.FromMinutes(1);

    /// <summary>Looks for what is being imported: about a day, the waits growing to an hour. Then a person looks why it never came.</summary>
    private const int MaxLooks = 30;

    /// <summary>One at a time: each page adds the next.</summary>
    public override int BatchSize => 1;

    public override async Task<PayoutPage> GatherAsync(ImportPayout message, CancellationToken cancel)
    {
        try
        {
            var page = await gateway.ListTransactionsAsync(message.Account, new ListRange(null, message.After), message.PayoutId, cancel);
            return new PayoutPage(page.Items, page.HasMore && page.Items.Count > 0);
        }
        catch (GatewayException error) when (error.Fault == GatewayFault.NotFound)
        {
            return new PayoutPage([], false, Gone: true);
        }
        catch (GatewayException error) when (error.IsTransient)
        {
            return new PayoutPage([], false, Unreachable: error.Code);
        }
    }

    public override async Task ApplyAsync(WorkItem<ImportPayout, PayoutPage> item, CancellationToken cancel)
    {
        if (item.Fact.Unreachable is { } code)
        {
            item.RetryLater($"The provider gave no answer ({code}).");
            return;
        }

        var (message, page) = (item.Message, item.Fact);
        // At the first look already: the pages behind ask for what they lack while this one waits.
        await GoOnAsync(message, page, cancel);
        await post.PrepareAsync(page.Transactions, cancel);
        var missing = page.Transactions.Where(t => !post.Holds(t)).Select(t => t.Id).Distinct().ToList();
        foreach (var transaction in page.Transactions.Where(post.Holds))
        {
            await post.RunAsync(transaction, cancel);
            post.Attribute(transaction, message.PayoutId);
        }

        if (missing.Count == 0)
        {
            return;
        }

        await AskAsync(message, missing, cancel);
        if (item.Attempts < MaxLooks)
        {
            item.RetryAfter(UntilImported * Math.Min(60, 1 << Math.Min(item.Attempts - 1, 6)), $"{missing.Count} transactions are being imported.");
        }
        else
        {
            item.Park($"{missing.Count} transactions of payout {message.PayoutId} were asked for and never came, the first is {missing[0]}.");
        }
    }

    private async Task GoOnAsync(ImportPayout message, PayoutPage page, CancellationToken cancel)
    {
        if (page.HasMore)
        {
            await AddOnceAsync(message with { After = page.Transactions[^1].Id }, cancel);
        }
        else
        {
            await AddOnceAsync(new SumPayout(message.Account, message.PayoutId, message.Round), cancel);
        }
    }

    private async Task AddOnceAsync<TMessage>(TMessage message, CancellationToken cancel)
        where TMessage : IMessage
    {
        var (kind, subject, discriminator) = (TMessage.Kind, message.Subject, message.Discriminator);
        if (!await db.Outbox.AnyAsync(m => m.Kind == kind && m.Subject == subject && m.Discriminator == discriminator, cancel))
        {
            outbox.Add(message);
        }
    }

    private async Task AskAsync(ImportPayout message, List<string> missing, CancellationToken cancel)
    {
        // Once a round: one that failed in an earlier round is asked for again.
        var round = $"{message.Round}:{message.PayoutId}";
        var asked = await db.Outbox.AsNoTracking()
            .Where(m => m.Kind == ImportTransaction.Kind && m.Discriminator == round && missing.Contains(m.Subject))
            .Select(m => m.Subject)
            .ToListAsync(cancel);
        foreach (var id in missing.Except(asked))
        {
            outbox.Add(new ImportTransaction(message.Account, id, round));
        }
    }
}
