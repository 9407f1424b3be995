using System.Text.Json.Nodes;
using Charity.Sandbox.Stripe.Controls;
using Charity.Sandbox.Stripe.Flow;
using Charity.Sandbox.Stripe.State;

namespace Charity.Sandbox.Stripe;

/// <summary>What tests, the demo and the page of controls may look at.</summary>
public sealed partial class StripeSimulator
{
    /// <summary>What really happened, for one account or all: the oracle for the application's books.</summary>
    public SimulatedTotals Totals(string? accountId = null) => Look(() =>
        Tally.Of(world, accounts.All.Select(a => a.Id).Where(id => accountId is null || id == accountId)));

    /// <summary>Every API request, oldest first. Writes outlive the process, reads are the newest few thousand.</summary>
    public IReadOnlyList<SimulatedRequest> Journal => [.. requests.All.Select(r => new SimulatedRequest(
        r.Id, r.Account, DateTimeOffset.FromUnixTimeSeconds(r.Created), r.Method, r.Path, r.Query, r.Form, r.IdempotencyKey, r.Status,
        r.Replayed, r.Fault, r.ObjectId))];

    /// <summary>Every event, in order of its making within each account.</summary>
    public IReadOnlyList<SimulatedEvent> Events => Look(() => accounts.All.SelectMany(a => world.Events.Of(a.Id)).Select(View).ToList());

    /// <summary>Every delivery, in order of its making within each account.</summary>
    public IReadOnlyList<SimulatedDelivery> Deliveries => Look(() => accounts.All.SelectMany(a => world.Deliveries.Of(a.Id)).Select(d =>
        new SimulatedDelivery(
            d.Id, d.Account, d.Event, d.EventType, d.Endpoint, DateTimeOffset.FromUnixTimeMilliseconds(d.DueAt), d.Status, d.Held,
            d.Attempts, d.LastStatus, d.LastError)).ToList());

    /// <summary>Checkout Sessions and their payments, newest first.</summary>
    /// <param name="atMost">How many to give.</param>
    public IReadOnlyList<SimulatedPayment> Payments(int atMost = int.MaxValue) => Look(() => accounts.All
        .SelectMany(a => world.Sessions.NewestFirst(a.Id).Take(atMost)).OrderByDescending(s => s.Created).Take(atMost).Select(View).ToList());

    /// <summary>One object of the API by its id, as a GET would answer; null if there is none.</summary>
    public JsonObject? Fetch(string id) => Look(() =>
    {
        var record = id.Split('_')[0] switch
        {
            "cs" => world.Sessions.Find(id),
            "pi" => world.PaymentIntents.Find(id),
            "ch" => world.Charges.Find(id),
            "re" => world.Refunds.Find(id),
            "dp" => world.Disputes.Find(id),
            "issfr" => world.Warnings.Find(id),
            "txn" => world.BalanceTransactions.Find(id),
            "po" => world.Payouts.Find(id),
            "evt" => world.Events.Find(id),
            "pm" => world.PaymentMethods.Find(id),
            _ => (IRecord?)null,
        };
        return record is null ? null : renderer.Render(record, world.Now.ToUnixTimeSeconds());
    });

    /// <summary>What the account's bank booked for payouts in these days (UTC), both included.</summary>
    /// <exception cref="KeyNotFoundException">There is no such account.</exception>
    public BankStatement BankStatement(string accountId, string currency, DateOnly from, DateOnly to) => Look(() =>
    {
        var lines = world.Payouts.Of(accounts.Get(accountId).Id).Where(p => p.Currency == currency).SelectMany(Booked)
            .OrderBy(l => l.Date).ThenBy(l => l.Reference, StringComparer.Ordinal).ToList();
        var today = DateOnly.FromDateTime(world.Now.UtcDateTime);
        var shown = lines.Where(l => l.Date >= from && l.Date <= to).ToList();
        return new BankStatement(
            accounts.Get(accountId).Iban, currency,
            from == DateOnly.MinValue ? lines.Select(l => l.Date).DefaultIfEmpty(today).Min() : from,
            to == DateOnly.MaxValue ? today : to, lines.Where(l => l.Date < from).Sum(l => l.AmountMinor), shown);
    });

    internal bool HasAccount(string id) => accounts.Find(id) is not null;

    internal IReadOnlyList<SimulatedAccount> Accounts => accounts.All;

    internal IReadOnlyList<PayoutState> RecentPayouts(int atMost) => Look(() => accounts.All
        .SelectMany(a => world.Payouts.NewestFirst(a.Id).Take(atMost)).OrderByDescending(p => p.Created).Take(atMost).ToList());

    internal (int Waiting, int Held) Outbox() => Look(() =>
    {
        var held = accounts.All.SelectMany(a => world.Deliveries.Of(a.Id)).Count(d => d.IsPending && d.Held);
        return (world.Outgoing.Count(), held);
    });

    internal DateTimeOffset Now => world.Now;

    internal SessionState? Session(string? id) => Look(() => world.Sessions.Find(id));

    internal PaymentIntentState? Payment(string? id) => Look(() => world.PaymentIntents.Find(id));

    internal SimulatedAccount Account(string id) => accounts.Get(id);

    private SimulatedEvent View(EventState e) => new(
        e.Id, e.Account, DateTimeOffset.FromUnixTimeSeconds(e.Created), e.Type, e.ObjectId, renderer.Render(e, world.Now.ToUnixTimeSeconds()));

    private static IEnumerable<BankStatementLine> Booked(PayoutState payout)
    {
        if (payout.PaidAt is not { } paid)
        {
            yield break;
        }

        yield return new BankStatementLine(DateOf(paid), payout.Amount, payout.TraceId!, $"STRIPE PAYOUT {payout.TraceId}");
        if (payout.FailedAt is { } failed)
        {
            yield return new BankStatementLine(DateOf(failed), -payout.Amount, payout.TraceId!, $"STRIPE PAYOUT RETURNED {payout.TraceId}");
        }
    }

    private static DateOnly DateOf(long unix) => DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeSeconds(unix).UtcDateTime);

    private SimulatedPayment View(SessionState s)
    {
        var intent = world.PaymentIntents.Find(s.PaymentIntent);
        var charge = world.Charges.Find(intent?.LatestCharge);
        return new SimulatedPayment(
            s.Id, s.Account, DateTimeOffset.FromUnixTimeSeconds(s.Created), s.Status, s.AmountTotal, s.Currency,
            string.Join(", ", s.LineItems.Select(i => i.Name)), s.ClientReferenceId, s.PaymentIntent, charge?.Id,
            charge?.BalanceTransaction, charge?.AmountRefunded ?? 0, charge?.Disputed ?? false, intent?.LastError?.DeclineCode ?? intent?.LastError?.Code);
    }
}
