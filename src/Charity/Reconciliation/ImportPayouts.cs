using Charity.Data;
using Charity.Data.Work;
using Charity.Exceptions;
using Charity.Payments;
using Microsoft.EntityFrameworkCore;

namespace Charity.Reconciliation;

/// <summary>A payout and every transaction that the provider attributes to it.</summary>
/// <param name="Payout">Null when it is gone, or the provider gave no answer.</param>
/// <param name="Unreachable">Why the provider gave no answer.</param>
internal sealed record PayoutContents(PayoutFact? Payout, IReadOnlyList<TransactionFact> Transactions, string? Unreachable = null);

/// <summary>
/// <c>payout.import.v1</c>: reads all transactions of an automatic payout, has those brought in that we lack, marks the
/// others as paid out, and checks that they sum to what went to the bank. Broken off at any page, it begins again.
/// </summary>
internal sealed class ImportPayouts(
    CharityDb db, IPaymentGateway gateway, PostTransaction post, ExceptionLog exceptions, Outbox outbox)
    : MessageHandler<ImportPayout, PayoutContents>
{
    /// <summary>Transactions of one payout: pages of a hundred.</summary>
    private const int MaxPages = 10_000;

    /// <summary>Ids in one query.</summary>
    private const int Chunk = 500;

    private static readonly TimeSpan UntilImported = TimeSpan.FromMinutes(1);

    /// <summary>Looks for what is being imported: about a day, the waits growing to an hour. Then a person looks why it never came.</summary>
    private const int MaxLooks = 30;

    /// <summary>One at a time: a payout may hold thousands of transactions.</summary>
    public override int BatchSize => 1;

    public override async Task<PayoutContents> GatherAsync(ImportPayout message, CancellationToken cancel)
    {
        try
        {
            var payout = await gateway.GetPayoutAsync(message.Account, message.PayoutId, cancel);
            return new PayoutContents(payout, await ListAsync(message, cancel));
        }
        catch (GatewayException error) when (error.Fault == GatewayFault.NotFound)
        {
            return new PayoutContents(null, []);
        }
        catch (GatewayException error) when (error.IsTransient)
        {
            return new PayoutContents(null, [], error.Code);
        }
    }

    public override async Task ApplyAsync(WorkItem<ImportPayout, PayoutContents> item, CancellationToken cancel)
    {
        var (account, payoutId) = (item.Message.Account, item.Message.PayoutId);
        if (item.Fact.Unreachable is { } code)
        {
            item.RetryLater($"The provider gave no answer ({code}).");
            return;
        }

        var row = await db.Payouts.FirstOrDefaultAsync(p => p.Account == account && p.ProviderId == payoutId, cancel);
        if (item.Fact is not { Payout: { } payout } contents || row is null)
        {
            await exceptions.RaiseAsync(
                new Finding(
                    ExceptionKind.ProviderObjectGone, ExceptionSeverity.Warning, ExceptionSubject.ProviderObject(payoutId),
                    $"Payout {payoutId} of account {account} cannot be read any more; its transactions were not compared."),
                cancel);
            return;
        }

        var missing = await MissingAsync(account, contents.Transactions, cancel);
        if (missing.Count > 0)
        {
            await AskAsync(account, payoutId, missing, cancel);
            if (item.Attempts < MaxLooks)
            {
                item.RetryAfter(UntilImported * Math.Min(60, 1 << Math.Min(item.Attempts - 1, 6)), $"{missing.Count} transactions are being imported.");
            }
            else
            {
                item.Park($"{missing.Count} transactions of payout {payoutId} were asked for and never came, the first is {missing[0]}.");
            }

            return;
        }

        foreach (var transaction in contents.Transactions)
        {
            await post.RunAsync(transaction with { PayoutId = transaction.PayoutId ?? payoutId }, cancel);
        }

        await CheckSumAsync(row, payout, contents.Transactions, cancel);
        row.TransactionsImported = true;
        row.Version++;
    }

    private async Task<List<TransactionFact>> ListAsync(ImportPayout message, CancellationToken cancel)
    {
        var all = new List<TransactionFact>();
        string? after = null;
        for (var page = 0; page < MaxPages; page++)
        {
            var list = await gateway.ListTransactionsAsync(message.Account, new ListRange(null, after), message.PayoutId, cancel);
            all.AddRange(list.Items);
            if (!list.HasMore || list.Items.Count == 0)
            {
                return all;
            }

            after = list.Items[^1].Id;
        }

        throw new InvalidOperationException($"Payout {message.PayoutId} has more than {MaxPages} pages of transactions.");
    }

    private async Task<List<string>> MissingAsync(string account, IReadOnlyList<TransactionFact> transactions, CancellationToken cancel)
    {
        await PrepareInChunksAsync(transactions, cancel);
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var ids in transactions.Select(t => t.Id).Chunk(Chunk))
        {
            known.UnionWith(await db.StripeTransactions.AsNoTracking()
                .Where(t => t.Account == account && ids.Contains(t.Id)).Select(t => t.Id).ToListAsync(cancel));
        }

        return [.. transactions.Select(t => t.Id).Where(id => !known.Contains(id)).Distinct()];
    }

    private async Task PrepareInChunksAsync(IReadOnlyList<TransactionFact> transactions, CancellationToken cancel)
    {
        foreach (var chunk in transactions.Chunk(Chunk))
        {
            await post.PrepareAsync(chunk, cancel);
        }
    }

    private async Task AskAsync(string account, string payoutId, List<string> missing, CancellationToken cancel)
    {
        foreach (var ids in missing.Chunk(Chunk))
        {
            var asked = await db.Outbox.AsNoTracking()
                .Where(m => m.Kind == ImportTransaction.Kind && m.Discriminator == payoutId && ids.Contains(m.Subject))
                .Select(m => m.Subject)
                .ToListAsync(cancel);
            foreach (var id in ids.Except(asked))
            {
                outbox.Add(new ImportTransaction(account, id, payoutId));
            }
        }
    }

    private async Task CheckSumAsync(Payout row, PayoutFact payout, IReadOnlyList<TransactionFact> transactions, CancellationToken cancel)
    {
        var own = transactions.Where(t => t.Type is "payout" or "payout_failure" or "payout_cancel").ToList();
        var others = transactions.Except(own).Sum(t => t.Net);
        var went = own.Where(t => t.Type == "payout").ToList();
        if (others == payout.Amount && went is [{ } single] && single.Net == -payout.Amount)
        {
            return;
        }

        await exceptions.RaiseAsync(
            new Finding(
                ExceptionKind.PayoutSumMismatch, ExceptionSeverity.Critical, ExceptionSubject.Payout(row.ProviderId),
                $"Payout {row.ProviderId} says {Sum.Of(payout.Amount, payout.Currency)}; its {transactions.Count - own.Count} transactions "
                + $"sum to {Sum.Of(others, payout.Currency)}, and {went.Count} transactions took {Sum.Of(went.Sum(t => t.Net), payout.Currency)} from the balance.",
                row.LegalEntityId, null, payout.Amount - others, payout.Currency),
            cancel);
    }
}
