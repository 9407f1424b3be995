using Charity.Accounting;
using Charity.Data;
using Charity.Data.Audit;
using Charity.Data.Work;
using Charity.Donations;
using Charity.Exceptions;
using Charity.GiftDesk;
using Charity.Languages;
using Charity.Notifications;
using Charity.Payments;
using Charity.Receipts;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.Staff.Gifts;

/// <summary>One line of a journal entry as the page shows it.</summary>
public sealed record PostingLine(string Code, string Account, LocalizedText? Fund, Money Amount);

/// <summary>A journal entry with its lines.</summary>
public sealed record EntryStory(
    long Id, string SourceId, string Kind, DateOnly EffectiveDate, DateTime PostedAt, string Memo, string Actor, long? Sequence, byte[]? Hash,
    IReadOnlyList<PostingLine> Lines)
{
    /// <summary>The sum of the lines in each currency: zero, or something is wrong.</summary>
    public IReadOnlyList<Money> Sums => [.. Lines.GroupBy(l => l.Amount.Currency)
        .Select(g => g.Aggregate(Money.Zero(g.Key), (sum, line) => sum + line.Amount))];
}

public sealed record EventStory(string EventId, string Type, string? ObjectId, WorkState State, int Deliveries, int Attempts, DateTime ReceivedAt, string? Error);

/// <summary>Everything that is known of one gift, from whichever table it comes.</summary>
public sealed record GiftStory(
    Donation Gift, LocalizedText Entity, LocalizedText Fund, LocalizedText Campaign, string CampaignSlug, int? TermsNumber,
    IReadOnlyList<StripeCall> Calls, IReadOnlyList<EventStory> Events, IReadOnlyList<StripeTransactionRow> Transactions,
    IReadOnlyList<Refund> Refunds, IReadOnlyList<Dispute> Disputes, IReadOnlyList<EntryStory> Entries, IReadOnlyList<Receipt> Receipts,
    IReadOnlyList<Mail> Mails, IReadOnlyList<ExceptionItem> Exceptions, IReadOnlyList<OutboxMessage> Messages,
    IReadOnlyList<GiftNote> Notes, IReadOnlyList<AuditRow> Done)
{
    /// <summary>Rows of one kind on the page; a gift has a handful, an attack on one may make more.</summary>
    private const int Most = 100;

    public static async Task<GiftStory?> LoadAsync(CharityDb db, Guid id, CancellationToken cancel)
    {
        var gift = await db.Donations.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, cancel);
        if (gift is null)
        {
            return null;
        }

        var entity = await db.LegalEntities.AsNoTracking().SingleAsync(e => e.Id == gift.LegalEntityId, cancel);
        var fund = await db.Funds.AsNoTracking().Where(f => f.Id == gift.FundId).Select(f => f.Name).SingleAsync(cancel);
        var campaign = await db.Campaigns.AsNoTracking().Where(c => c.Id == gift.CampaignId).Select(c => new { c.Title, c.Slug }).SingleAsync(cancel);
        var terms = await db.Terms.AsNoTracking().Where(t => t.Id == gift.TermsVersionId).Select(t => (int?)t.Number).SingleOrDefaultAsync(cancel);
        var refunds = await db.Refunds.AsNoTracking().Where(r => r.DonationId == id).OrderBy(r => r.ProviderCreatedAt).Take(Most).ToListAsync(cancel);
        var disputes = await db.Disputes.AsNoTracking().Where(d => d.DonationId == id).OrderBy(d => d.ProviderCreatedAt).Take(Most).ToListAsync(cancel);

        var objects = new List<string?> { gift.SessionId, gift.PaymentIntentId, gift.ChargeId }
            .Concat(refunds.Select(r => r.ProviderId)).Concat(disputes.Select(d => d.ProviderId)).OfType<string>().ToList();
        var events = await db.Inbox.AsNoTracking().Where(e => objects.Contains(e.ObjectId!)).OrderBy(e => e.Id).Take(Most)
            .Select(e => new EventStory(e.EventId, e.Type, e.ObjectId, e.State, e.Deliveries, e.Attempts, e.CreatedAt, e.LastError))
            .ToListAsync(cancel);
        var transactions = await db.StripeTransactions.AsNoTracking()
            .Where(t => t.Account == entity.StripeAccount && objects.Contains(t.SourceId!))
            .OrderBy(t => t.ProviderCreatedAt).Take(Most).ToListAsync(cancel);
        var sources = transactions.Select(t => t.Id).Concat(disputes.Select(d => d.ProviderId)).ToList();
        var receipts = await db.Receipts.AsNoTracking().Where(r => r.DonationId == id).OrderBy(r => r.IssuedAt).ToListAsync(cancel);
        var subjects = receipts.Select(r => r.Id.ToString("N")).Append(id.ToString("N")).ToList();
        var mails = await db.Mails.AsNoTracking().Where(m => m.DonationId == id).OrderBy(m => m.CreatedAt).Take(Most).ToListAsync(cancel);
        subjects.AddRange(mails.Select(m => m.Id.ToString("N")));
        return new GiftStory(
            gift, entity.Name, fund, campaign.Title, campaign.Slug, terms,
            await db.StripeCalls.AsNoTracking().Where(c => c.TargetId == id).OrderBy(c => c.FirstSentAt).Take(Most).ToListAsync(cancel),
            events, transactions, refunds, disputes,
            await EntriesAsync(db, gift.LegalEntityId, sources, cancel),
            receipts, mails,
            await db.Exceptions.AsNoTracking().Where(e => e.DonationId == id).OrderBy(e => e.FoundAt).Take(Most).ToListAsync(cancel),
            await db.Outbox.AsNoTracking().Where(m => subjects.Contains(m.Subject)).OrderBy(m => m.Id).Take(Most).ToListAsync(cancel),
            await db.GiftNotes.AsNoTracking().Where(n => n.DonationId == id).OrderBy(n => n.At).Take(Most).ToListAsync(cancel),
            await DoneAsync(db, "gift:" + id.ToString("N"), cancel));
    }

    /// <summary>The latest things that staff did to it, oldest first.</summary>
    private static async Task<IReadOnlyList<AuditRow>> DoneAsync(CharityDb db, string subject, CancellationToken cancel)
        => [.. (await db.Audit.AsNoTracking().Where(a => a.Subject == subject).OrderByDescending(a => a.Id).Take(Most).ToListAsync(cancel)).OrderBy(a => a.Id)];

    private static async Task<IReadOnlyList<EntryStory>> EntriesAsync(CharityDb db, Guid entityId, List<string> sources, CancellationToken cancel)
    {
        var entries = await db.Entries.AsNoTracking()
            .Where(e => e.LegalEntityId == entityId && (e.SourceType == "stripe_txn" || e.SourceType == "stripe_dispute"))
            .Where(e => sources.Contains(e.SourceId))
            .OrderBy(e => e.Id).ToListAsync(cancel);
        var ids = entries.ConvertAll(e => e.Id);
        var lines = await (
            from p in db.Postings.AsNoTracking()
            join a in db.Accounts.AsNoTracking() on p.AccountId equals a.Id
            join f in db.Funds.AsNoTracking() on p.FundId equals (Guid?)f.Id into funds
            from f in funds.DefaultIfEmpty()
            where ids.Contains(p.EntryId)
            orderby p.EntryId, p.Line
            select new { p.EntryId, a.Code, a.Name, Fund = f == null ? null : f.Name, p.Currency, p.AmountMinor }).ToListAsync(cancel);
        return entries.ConvertAll(e => new EntryStory(
            e.Id, e.SourceId, e.Kind, e.EffectiveDate, e.PostedAt, e.Memo, e.Actor, e.Sequence, e.Hash,
            [.. lines.Where(l => l.EntryId == e.Id)
                .Select(l => new PostingLine(l.Code, l.Name, l.Fund, new Money(l.AmountMinor, Currency.Of(l.Currency))))]));
    }
}
