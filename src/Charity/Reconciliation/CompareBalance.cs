using Charity.Accounting;
using Charity.Data;
using Charity.Data.Work;
using Charity.Exceptions;
using Charity.Languages;
using Charity.Payments;
using Microsoft.EntityFrameworkCore;

namespace Charity.Reconciliation;

/// <summary>
/// Compares, every night, what the provider says it holds for us with account 1100 of our books, to the cent and in
/// each currency. The one check that does not rest on our own tables.
/// </summary>
internal sealed class CompareBalance(UseCases useCases, IPaymentGateway gateway, IDbContextFactory<CharityDb> contexts, TimeProvider time) : ITimetableJob
{
    /// <summary>Money that moves while we look makes a difference that the next look does not show.</summary>
    private const int Looks = 3;

    /// <summary>
    /// Transactions younger than this may not have reached us yet: Stripe delivers an event for up to three days. They are
    /// asked for and counted in.
    /// </summary>
    private static readonly TimeSpan OnTheWay = TimeSpan.FromDays(3);

    private const int MostPages = 200;

    internal const string JobName = "reconciliation.compare-balance";

    public string Name => JobName;

    public TimeSpan Every => TimeSpan.FromHours(24);

    public async Task RunAsync(CancellationToken cancel)
    {
        foreach (var (entityId, account) in await AccountsAsync(cancel))
        {
            var differences = new Dictionary<string, long>();
            IReadOnlyDictionary<string, long> live = differences;
            for (var look = 0; look < Looks; look++)
            {
                live = (await gateway.GetBalanceAsync(account, cancel)).AvailablePlusPending;
                differences = Differences(live, await BooksAsync(entityId, account, cancel));
                if (differences.Count == 0)
                {
                    break;
                }
            }

            await useCases.RunAsync<ReportBalance, int>(report => report.RunAsync(new(entityId, account, live, differences), cancel), cancel);
        }
    }

    private async Task<List<(Guid EntityId, string Account)>> AccountsAsync(CancellationToken cancel)
    {
        await using var db = await contexts.CreateDbContextAsync(cancel);
        return [.. (await db.LegalEntities.AsNoTracking().Where(e => e.StripeAccount != null)
            .Select(e => new { e.Id, e.StripeAccount }).ToListAsync(cancel)).Select(e => (e.Id, e.StripeAccount!))];
    }

    /// <summary>Account 1100 and what is on its way to it, in minor units by currency.</summary>
    private async Task<Dictionary<string, long>> BooksAsync(Guid entityId, string account, CancellationToken cancel)
    {
        var since = time.GetUtcNow().UtcDateTime - OnTheWay;
        var fresh = new List<TransactionFact>();
        string? after = null;
        for (var page = 0; page < MostPages; page++)
        {
            var found = await gateway.ListTransactionsAsync(account, new ListRange(since, after), null, cancel);
            fresh.AddRange(found.Items);
            if (!found.HasMore || found.Items.Count == 0)
            {
                break;
            }

            after = found.Items[^1].Id;
        }

        await using var db = await contexts.CreateDbContextAsync(cancel);
        var books = await (
            from p in db.Postings.AsNoTracking()
            join a in db.Accounts.AsNoTracking() on p.AccountId equals a.Id
            where a.LegalEntityId == entityId && a.Code == AccountCodes.StripeBalance
            group p by p.Currency into sums
            select new { Currency = sums.Key, Minor = sums.Sum(p => p.AmountMinor) })
            .ToDictionaryAsync(s => s.Currency, s => s.Minor, StringComparer.Ordinal, cancel);
        var ids = fresh.ConvertAll(t => t.Id);
        var held = await db.StripeTransactions.AsNoTracking()
            .Where(t => t.Account == account && ids.Contains(t.Id)).Select(t => t.Id).ToListAsync(cancel);
        foreach (var txn in fresh.Where(t => !held.Contains(t.Id)))
        {
            books[txn.Currency] = checked(books.GetValueOrDefault(txn.Currency) + txn.Net);
        }

        return books;
    }

    private static Dictionary<string, long> Differences(IReadOnlyDictionary<string, long> live, Dictionary<string, long> books)
        => live.Keys.Union(books.Keys)
            .Select(currency => (currency, Minor: live.GetValueOrDefault(currency) - books.GetValueOrDefault(currency)))
            .Where(d => d.Minor != 0)
            .ToDictionary(d => d.currency, d => d.Minor, StringComparer.Ordinal);
}

/// <summary>Writes the findings of <see cref="CompareBalance"/>: one a day for each account and currency.</summary>
internal sealed class ReportBalance(CharityDb db, ExceptionLog exceptions, TimeProvider time)
{
    /// <param name="Differences">Provider less books, in minor units by currency; never zero.</param>
    internal sealed record Input(Guid EntityId, string Account, IReadOnlyDictionary<string, long> Live, IReadOnlyDictionary<string, long> Differences);

    public async Task<int> RunAsync(Input input, CancellationToken cancel)
    {
        var subject = ExceptionSubject.Account(input.Account, time.GetUtcNow().UtcDateTime);
        foreach (var (currency, minor) in input.Differences)
        {
            await exceptions.RaiseAsync(
                new Finding(
                    ExceptionKind.StripeBalanceDiffers, ExceptionSeverity.Critical, $"{subject}:{currency}",
                    new KeptText(
                        new TextKey("finding.balance-differs"),
                        ("account", input.Account), ("held", Sum.Value(input.Live.GetValueOrDefault(currency), currency)), ("difference", Sum.Value(minor, currency))),
                    input.EntityId, null, minor, currency),
                cancel);
        }

        foreach (var (currency, minor) in input.Live.Where(l => l.Value < 0))
        {
            await exceptions.RaiseAsync(
                new Finding(
                    ExceptionKind.NegativeStripeBalance, ExceptionSeverity.Warning, $"{subject}:{currency}",
                    new KeptText(new TextKey("finding.balance-negative"), ("account", input.Account), ("sum", Sum.Value(-minor, currency))),
                    input.EntityId, null, minor, currency),
                cancel);
        }

        await db.SaveChangesAsync(cancel);
        return input.Differences.Count;
    }
}
