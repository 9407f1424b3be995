using Charity.Data;
using Charity.Data.Work;
using Charity.Exceptions;
using Charity.Languages;

namespace Charity.Donations;

/// <summary>
/// Applies what was freshly fetched to the gift it concerns: its state, its campaign's total, and the message that its
/// receipt is due. Harmless to repeat and to run beside itself. Changes tracked entities only; the caller saves.
/// </summary>
public sealed class SettleGift(
    GiftFinder gifts, RaisedTotals totals, ExceptionLog exceptions, Outbox outbox, CountLater counts, TimeProvider time)
{
    /// <summary>Turn of every kind of work that settles gifts: all write gifts and the totals of their campaigns.</summary>
    public const string Turn = "gifts";

    /// <summary>
    /// Gifts that share a commit. A batch costs some milliseconds whatever its size (queries, commits), so larger is
    /// cheaper; this many hold up other writers for some 20 ms.
    /// </summary>
    public const int Batch = 250;

    /// <summary>Loads what the facts need, in few queries for the whole batch.</summary>
    public async Task PrepareAsync(IReadOnlyCollection<GiftFact> facts, CancellationToken cancel)
    {
        await gifts.PrepareAsync(facts, cancel);
        var paid = new List<Donation>();
        foreach (var fact in facts.Where(f => f.Meaning == PaymentMeaning.Paid))
        {
            if (await gifts.FindAsync(fact, cancel) is { } gift && gift.Status != DonationStatus.Succeeded)
            {
                paid.Add(gift);
            }
        }

        await totals.PrepareAsync(paid, cancel);
    }

    /// <summary>The gift that the fact concerns, or null when it concerns none of ours.</summary>
    public async Task<Donation?> ApplyAsync(GiftFact fact, CancellationToken cancel)
    {
        var gift = await gifts.FindAsync(fact, cancel);
        if (gift is null)
        {
            return null;
        }

        var before = gift.Status;
        var (status, effect) = DonationTransitions.Next(gift.Stored, fact);
        switch (effect)
        {
            case GiftEffect.Settled or GiftEffect.SettledLate:
                await SettleAsync(gift, fact, cancel);
                break;
            case GiftEffect.None when status != before:
                Move(gift, status, fact);
                break;
            case GiftEffect.None:
                break;
            default:
                await exceptions.RaiseAsync(ToFinding(gift, fact, effect), cancel);
                return gift;
        }

        if (fact.PaymentIntentId is { } payment && fact.SessionId is not null && gift.SessionId == fact.SessionId)
        {
            gift.RememberPayment(payment);
        }

        return gift;
    }

    private async Task SettleAsync(Donation gift, GiftFact fact, CancellationToken cancel)
    {
        var now = time.GetUtcNow().UtcDateTime;
        await totals.ChangeAsync(gift, g => g.Succeed(fact.PaymentIntentId, fact.ChargeId!, fact.PaidAt ?? now, now), cancel);
        outbox.Add(new DonationPaid(gift.Id));
        counts.Add(measures => measures.GiftSettled(gift.Currency, gift.AmountMinor));
        if (gift.Late)
        {
            await exceptions.RaiseAsync(
                new Finding(
                    ExceptionKind.LatePayment, ExceptionSeverity.Notice, ExceptionSubject.Donation(gift.Id),
                    new KeptText(new TextKey("finding.paid-late")),
                    gift.LegalEntityId, gift.Id, gift.AmountMinor, gift.Currency),
                cancel);
        }
    }

    private static void Move(Donation gift, DonationStatus status, GiftFact fact)
    {
        switch (status)
        {
            case DonationStatus.CheckoutOpen:
                gift.OpenCheckout(fact.SessionId!, fact.SessionUrl, fact.SessionExpiresAt.GetValueOrDefault());
                break;
            case DonationStatus.Processing:
                gift.MarkProcessing(fact.PaymentIntentId, fact.ChargeId);
                break;
            case DonationStatus.Expired:
                gift.Expire();
                break;
            case DonationStatus.Failed:
                gift.Fail();
                break;
            default:
                throw new InvalidOperationException($"No fact moves a gift to {status} without an effect.");
        }
    }

    private static Finding ToFinding(Donation gift, GiftFact fact, GiftEffect effect)
    {
        var taken = Sum.Value(fact.AmountMinor, fact.Currency);
        var (kind, severity, subject, detail) = effect switch
        {
            GiftEffect.AmountMismatch or GiftEffect.CurrencyMismatch => (
                effect == GiftEffect.AmountMismatch ? ExceptionKind.AmountMismatch : ExceptionKind.CurrencyMismatch,
                ExceptionSeverity.Critical, ExceptionSubject.Charge(fact.ChargeId!),
                new KeptText(
                    new TextKey("finding.other-amount"),
                    ("says", Sum.Value(gift.AmountMinor, gift.Currency)), ("taken", taken), ("charge", fact.ChargeId!))),
            GiftEffect.SecondPayment => (
                ExceptionKind.UnexpectedPayment, ExceptionSeverity.Warning, ExceptionSubject.Charge(fact.ChargeId!),
                new KeptText(new TextKey("finding.second-payment"), ("first", gift.ChargeId ?? "–"), ("taken", taken), ("charge", fact.ChargeId!))),
            GiftEffect.Illegal => (
                ExceptionKind.IllegalTransition, ExceptionSeverity.Warning, ExceptionSubject.Donation(gift.Id),
                new KeptText(
                    new TextKey("finding.cannot-be"),
                    ("meaning", fact.Meaning.ToString()), ("payment", fact.PaymentIntentId ?? fact.SessionId ?? "–"),
                    ("status", gift.Status.ToString()), ("channel", gift.Channel.ToString()))),
            _ => throw new ArgumentOutOfRangeException(nameof(effect), effect, null),
        };
        return new Finding(kind, severity, subject, detail, gift.LegalEntityId, gift.Id, fact.AmountMinor, fact.Currency.ToUpperInvariant());
    }
}
