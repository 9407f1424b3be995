using Charity.Campaigns.Publishing;
using Charity.Data;
using Charity.Data.Approvals;
using Charity.Data.Work;
using Charity.Donations;
using Charity.Ledger;
using Charity.Notifications;
using Charity.Sandbox.Mailbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charity.Tests.Sandbox;

/// <summary>
/// Follows every gift of the demo data through the simulator's own records and the mailbox: whoever inserted a finished
/// row would leave no such tracks.
/// </summary>
internal static class DemoCheck
{
    /// <summary>What cannot be found, one sentence each; empty when every gift came about as a real one.</summary>
    internal static async Task<IReadOnlyList<string>> FindingsAsync(DemoData data)
    {
        await using var db = data.Db();
        var gifts = await db.Donations.AsNoTracking().ToListAsync();
        var mails = data.Mails.List().Select(line => (Line: line, Mail: MimeReader.Read(data.Mails.Read(line.Id)!))).ToLookup(m => m.Line.ToAddress);
        var delivered = data.Stripe.Deliveries.Where(d => d.Status == "delivered").Select(d => d.Event).ToHashSet(StringComparer.Ordinal);
        var events = data.Stripe.Events.Where(e => delivered.Contains(e.Id)).ToLookup(e => e.ObjectId, e => e.Type);
        var requests = data.Stripe.Journal.Where(r => r is { Method: "POST", Path: "/v1/checkout/sessions", ObjectId: not null }).ToLookup(r => r.ObjectId!);
        var receipts = await db.Receipts.AsNoTracking().ToLookupAsync(r => r.DonationId);
        var entries = (await db.Entries.AsNoTracking().Where(e => e.SourceType == "stripe_txn").Select(e => e.SourceId).ToListAsync()).ToHashSet(StringComparer.Ordinal);
        var givenUp = await db.Mails.AsNoTracking().Where(m => m.State == MailState.Failed).Select(m => m.DonationId).ToListAsync();
        var findings = new List<string>();
        void Expect(bool found, string what)
        {
            if (!found)
            {
                findings.Add(what);
            }
        }

        foreach (var gift in gifts)
        {
            var name = $"Gift {gift.Id} ({gift.Status})";
            if (gift.Channel == DonationChannel.BankTransfer)
            {
                Expect(mails[gift.Email].Any(m => m.Mail.Leaves().Any(p => p.MediaType == "text/plain" && p.Text().Replace(" ", "", StringComparison.Ordinal).Contains(gift.TransferReference!, StringComparison.Ordinal))), $"{name}: no mail with its reference.");
                continue;
            }

            Expect(gift.SessionId is { } id && requests[id].Any(r => r.Form.Contains(gift.Id.ToString(), StringComparison.Ordinal)), $"{name}: no request for its session.");
            var ending = gift.Status == DonationStatus.Succeeded ? "checkout.session.completed" : "checkout.session.expired";
            Expect(events[gift.SessionId ?? ""].Contains(ending), $"{name}: no {ending} was delivered.");
            Expect(gift.Status is DonationStatus.Succeeded or DonationStatus.Expired, $"{name} has come to no end.");
            if (gift.Status != DonationStatus.Succeeded)
            {
                continue;
            }

            Expect(events[gift.PaymentIntentId ?? ""].Contains("payment_intent.succeeded"), $"{name}: no payment_intent.succeeded was delivered.");
            Expect(gift.SettledMinor is not null && events[gift.ChargeId ?? ""].Contains("charge.updated"), $"{name}: its money was not settled.");
            foreach (var receipt in receipts[gift.Id])
            {
                Expect(givenUp.Contains(gift.Id) || mails[gift.Email].Any(m => m.Mail.Leaves().Any(p => p.IsAttachment && p.FileName == receipt.Number + ".pdf" && p.Content.AsSpan().StartsWith("%PDF-"u8))),
                    $"{name}: no mail with receipt {receipt.Number}.");
            }

            Expect(receipts[gift.Id].Any(), $"{name}: no receipt.");
        }

        await CheckMoneyAsync(data, db, entries, Expect);
        await CheckWorkAsync(db, Expect);
        await using var scope = data.Host.Services.CreateAsyncScope();
        findings.AddRange((await scope.ServiceProvider.GetRequiredService<VerifyLedger>().RunAsync(CancellationToken.None)).Select(b => $"The books: {b}."));
        return findings;
    }

    /// <summary>Every movement at the simulator is in the books, once, and the sums agree with its own totals.</summary>
    private static async Task CheckMoneyAsync(DemoData data, CharityDb db, HashSet<string> entries, Action<bool, string> expect)
    {
        var rows = await db.StripeTransactions.AsNoTracking().ToListAsync();
        var settled = data.Stripe.Totals().Settled["eur"];
        expect(rows.Sum(r => r.NetMinor) == settled.Balance, $"Rows of Stripe's balance sum to {rows.Sum(r => r.NetMinor)}, and Stripe holds {settled.Balance}.");
        expect(rows.TrueForAll(r => entries.Contains(r.Id)), "A movement of Stripe's balance has no entry.");
        var presented = data.Stripe.Totals().Presented;
        var raised = await db.Donations.AsNoTracking().Where(d => d.Status == DonationStatus.Succeeded && d.Channel == DonationChannel.Stripe)
            .GroupBy(d => d.Currency).Select(g => new { g.Key, Sum = g.Sum(d => d.AmountMinor) }).ToListAsync();
        foreach (var (currency, totals) in presented)
        {
            var here = raised.Find(r => string.Equals(r.Key, currency, StringComparison.OrdinalIgnoreCase))?.Sum ?? 0;
            expect(here == totals.Charged, $"{currency}: {here} here, {totals.Charged} charged.");
        }
    }

    private static async Task CheckWorkAsync(CharityDb db, Action<bool, string> expect)
    {
        // Two donors' mailboxes are full: staff see their mails parked, and one request to set such a mail aside.
        expect(await db.Outbox.CountAsync(m => m.State == WorkState.Parked && m.Kind == MailDue.Kind) == 2, "Not two mails are parked.");
        expect(await db.Approvals.CountAsync(a => a.Decision == ApprovalDecision.Pending) == 1, "Nothing waits for a second person.");
        // One draft waits for the time that its editor has set.
        expect(await db.Outbox.CountAsync(m => m.State == WorkState.Pending && m.Kind == PublishScheduledDraft.Kind) == 1, "No draft waits for its time.");
        foreach (var row in await db.Outbox.AsNoTracking().Where(m => m.State != WorkState.Done && m.Kind != PublishScheduledDraft.Kind && !(m.State == WorkState.Parked && m.Kind == MailDue.Kind)).Select(m => m.Kind).Distinct().ToListAsync())
        {
            expect(false, $"Work of kind {row} is not done.");
        }

        foreach (var row in await db.Inbox.AsNoTracking().Where(m => m.State != WorkState.Done && m.State != WorkState.Ignored).Select(m => m.Kind).Distinct().ToListAsync())
        {
            expect(false, $"Events of kind {row} are not handled.");
        }
    }

    private static async Task<ILookup<TKey, T>> ToLookupAsync<T, TKey>(this IQueryable<T> rows, Func<T, TKey> key)
        => (await rows.ToListAsync()).ToLookup(key);
}
