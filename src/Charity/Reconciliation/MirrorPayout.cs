using System.Globalization;
using Charity.Data;
using Charity.Data.Work;
using Charity.Exceptions;
using Charity.Languages;
using Charity.Organisation;
using Charity.Payments;
using Microsoft.EntityFrameworkCore;

namespace Charity.Reconciliation;

/// <summary>Keeps our copy of a payout and, once the provider has attributed its transactions, has them brought in.</summary>
internal sealed class MirrorPayout(CharityDb db, EntityDirectory entities, ExceptionLog exceptions, Outbox outbox, Ids ids, TimeProvider time)
{
    private readonly Dictionary<(string Account, string Id), Payout?> rows = [];

    public async Task PrepareAsync(IReadOnlyCollection<PayoutFact> facts, CancellationToken cancel)
    {
        foreach (var account in facts.Where(f => !rows.ContainsKey((f.Account, f.Id))).GroupBy(f => f.Account))
        {
            var wanted = account.Select(f => f.Id).Distinct().ToList();
            var stored = await db.Payouts.Where(p => p.Account == account.Key && wanted.Contains(p.ProviderId)).ToListAsync(cancel);
            foreach (var id in wanted)
            {
                rows[(account.Key, id)] = stored.Find(p => p.ProviderId == id);
            }
        }
    }

    public async Task<MirrorOutcome> RunAsync(PayoutFact fact, int seenVersion, CancellationToken cancel)
    {
        await PrepareAsync([fact], cancel);
        var row = rows[(fact.Account, fact.Id)];
        if (row is not null && Says(row, fact))
        {
            // The sweep sends it here once more each night until its transactions are in.
            await AskForTransactionsAsync(row, fact, cancel);
            return MirrorOutcome.Current;
        }

        if ((row?.Version ?? Mirror.None) != seenVersion)
        {
            return MirrorOutcome.Overtaken;
        }

        row ??= await AddAsync(fact, cancel);
        row.AmountMinor = fact.Amount;
        row.Currency = fact.Currency;
        row.Status = fact.Status;
        row.Automatic = fact.Automatic;
        row.ReconciliationStatus = fact.ReconciliationStatus;
        row.ArrivalDate = fact.ArrivalDate;
        row.TraceId = fact.TraceId;
        row.FetchedAt = fact.FetchedAt;
        row.Version++;
        if (fact.Status is "failed" or "canceled")
        {
            await exceptions.RaiseAsync(
                new Finding(
                    ExceptionKind.PayoutFailed, ExceptionSeverity.Warning, ExceptionSubject.Payout(fact.Id),
                    new KeptText(
                        new TextKey("finding.payout-failed"), ("payout", fact.Id), ("sum", Sum.Value(fact.Amount, fact.Currency)), ("status", fact.Status)),
                    row.LegalEntityId, null, fact.Amount, fact.Currency),
                cancel);
        }

        await AskForTransactionsAsync(row, fact, cancel);
        return MirrorOutcome.Current;
    }

    private async Task<Payout> AddAsync(PayoutFact fact, CancellationToken cancel)
    {
        var entity = await entities.OfAccountAsync(fact.Account, cancel)
            ?? throw new InvalidOperationException($"No legal entity has the Stripe account {fact.Account}; name it at one, then retry.");
        var row = new Payout
        {
            Id = ids.New(),
            Account = fact.Account,
            ProviderId = fact.Id,
            LegalEntityId = entity.Id,
            ProviderCreatedAt = fact.Created,
        };
        db.Payouts.Add(row);
        rows[(fact.Account, fact.Id)] = row;
        return row;
    }

    /// <summary>Once a day, and not while the pages or the sum of an earlier day are under way.</summary>
    private async Task AskForTransactionsAsync(Payout row, PayoutFact fact, CancellationToken cancel)
    {
        if (fact is not { Automatic: true, ReconciliationStatus: "completed" } || row.TransactionsImported)
        {
            return;
        }

        var round = time.GetUtcNow().ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        var asked = db.Outbox.Local.Any(m => m.Kind == ImportPayout.Kind && m.Subject == fact.Id)
            || await db.Outbox.AnyAsync(
                m => (m.Kind == ImportPayout.Kind || m.Kind == SumPayout.Kind) && m.Subject == fact.Id
                    && (m.State == WorkState.Pending || m.State == WorkState.Started || m.Discriminator.StartsWith(round)), cancel);
        if (!asked)
        {
            outbox.Add(new ImportPayout(fact.Account, fact.Id, round));
        }
    }

    private static bool Says(Payout row, PayoutFact fact)
        => (row.AmountMinor, row.Currency, row.Status, row.Automatic, row.ReconciliationStatus, row.ArrivalDate, row.TraceId)
           == (fact.Amount, fact.Currency, fact.Status, fact.Automatic, fact.ReconciliationStatus, fact.ArrivalDate, fact.TraceId);
}
