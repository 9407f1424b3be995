using Charity.Data.Audit;
using Charity.Languages;
using Charity.Notifications;
using Charity.Receipts;

namespace Charity.Web.Pages.Staff.Gifts;

/// <summary>One thing that happened to a gift, for the line of its story.</summary>
/// <param name="What">In the reader's language.</param>
/// <param name="Detail">Ids, states and addresses; not translated.</param>
/// <param name="Who">The member of staff who did it; null where the program, the donor or the provider did.</param>
/// <param name="Text">What was written down, in its writer's words.</param>
/// <param name="Part">Part of the page that says more.</param>
public sealed record GiftMoment(DateTime At, string What, string? Detail = null, string? Who = null, string? Text = null, string? Part = null, string Tone = "")
{
    /// <summary>Everything that is known of the gift, in the order in which it happened.</summary>
    public static IReadOnlyList<GiftMoment> Of(GiftStory story, LanguageTexts T, Func<long, string, string> amount)
    {
        ArgumentNullException.ThrowIfNull(story);
        var gift = story.Gift;
        var all = new List<GiftMoment> { new(gift.CreatedAt, T["staff.story.made"], amount(gift.AmountMinor, gift.Currency)) };
        all.AddRange(story.Calls.Select(c => new GiftMoment(c.FirstSentAt, T["staff.story.call"], $"{c.Purpose} · {c.ErrorCode ?? c.ResultId}", Part: "stripe")));
        if (gift.PaidAt is { } paid)
        {
            all.Add(new(paid, T["staff.story.paid"], gift.ChargeId ?? gift.TransferReference, Part: gift.ChargeId is null ? null : "stripe", Tone: "good"));
        }

        if (gift.SucceededAt is { } known)
        {
            all.Add(new(known, T["staff.story.known"], Tone: "good"));
        }

        all.AddRange(story.Events.Select(e => new GiftMoment(e.ReceivedAt, T["staff.story.event"], $"{e.Type} · {e.ObjectId}", Part: "events")));
        all.AddRange(story.Transactions.Select(t => new GiftMoment(
            t.ProviderCreatedAt, T["staff.story.transaction"], $"{t.Type} · {t.Id} · {amount(t.NetMinor, t.Currency)}", Part: "stripe")));
        all.AddRange(story.Entries.Select(e => new GiftMoment(e.PostedAt, T["staff.story.posted"], $"{e.Kind} · {e.SourceId}", Part: "postings")));
        all.AddRange(story.Refunds.Select(r => new GiftMoment(
            r.ProviderCreatedAt, T["staff.story.refund"], $"{amount(r.AmountMinor, r.Currency)} · {r.Status} · {r.ProviderId}", Part: "stripe", Tone: "warm")));
        all.AddRange(story.Disputes.Select(d => new GiftMoment(
            d.ProviderCreatedAt, T["staff.story.dispute"], $"{amount(d.AmountMinor, d.Currency)} · {d.Status} · {d.ProviderId}", Part: "stripe", Tone: "bad")));
        all.AddRange(story.Receipts.SelectMany(r => Moments(r, T)));
        all.AddRange(story.Mails.Select(m => new GiftMoment(
            m.SentAt ?? m.CreatedAt, T[$"staff.story.mail.{m.State}"], $"{m.Kind} · {m.ToAddress}", Part: "mails", Tone: m.State == MailState.Sent ? "" : "warm")));
        all.AddRange(story.Exceptions.Select(e => new GiftMoment(e.FoundAt, T[$"staff.exception.{e.Kind}"], Part: "exceptions", Tone: "warm")));
        all.AddRange(story.Notes.Select(n => new GiftMoment(n.At, T["staff.story.note"], Who: n.ActorName, Text: n.Text)));
        // A note tells itself.
        all.AddRange(story.Done.Where(a => a.Action != GiftDesk.AddNote.Action).Select(a => Moment(a, T)));
        return [.. all.OrderBy(m => m.At)];
    }

    private static IEnumerable<GiftMoment> Moments(Receipt receipt, LanguageTexts T)
    {
        yield return new(receipt.IssuedAt, T["staff.story.receipt"], receipt.Number, Part: "receipts");
        if (receipt.VoidedAt is { } ended)
        {
            yield return new(ended, T[$"staff.story.receipt.{receipt.State}"], receipt.Number, Part: "receipts", Tone: "warm");
        }
    }

    private static GiftMoment Moment(AuditRow line, LanguageTexts T)
    {
        var key = line.Action.Replace('.', '-');
        var facts = People.AuditFact.Of(line.Detail).Where(f => f.Before != f.After)
            .Select(f => f.Before is null ? f.After : $"{f.Before} → {f.After ?? "–"}").Where(f => !string.IsNullOrEmpty(f));
        return new(line.At, T.Has($"staff.did.{key}") ? T[$"staff.did.{key}"] : line.Action, string.Join(" · ", facts), line.ActorName, line.Reason);
    }
}
