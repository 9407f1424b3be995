using Charity.Donations;
using Charity.Exceptions;
using Charity.Languages;
using Charity.Payments;

namespace Charity.Reconciliation;

/// <summary>
/// Applies what was fetched, whichever object it began with, always in this order: the gift settles, transactions are
/// posted, then refunds, disputes and payouts are copied and counted. So a refund that is heard of before its gift finds
/// the gift settled all the same.
/// </summary>
internal sealed class ImportMoney(
    SettleGift settle, GiftFinder gifts, PostTransaction post, MirrorRefund refunds, MirrorDispute disputes, MirrorPayout payouts,
    ExceptionLog exceptions)
{
    public async Task PrepareAsync(IReadOnlyCollection<MoneyFacts> facts, CancellationToken cancel)
    {
        await settle.PrepareAsync([.. facts.Select(f => f.Gift).OfType<GiftFact>()], cancel);
        await post.PrepareAsync([.. facts.SelectMany(f => f.Transactions)], cancel);
        await refunds.PrepareAsync([.. facts.Select(f => f.Refund).OfType<RefundFact>()], cancel);
        await disputes.PrepareAsync([.. facts.Select(f => f.Dispute).OfType<DisputeFact>()], cancel);
        await payouts.PrepareAsync([.. facts.Select(f => f.Payout).OfType<PayoutFact>()], cancel);
    }

    /// <summary>False when the object was written meanwhile by someone else and must be fetched again.</summary>
    public async Task<bool> ApplyAsync(MoneyFacts facts, CancellationToken cancel)
    {
        if (facts.Missing is { } missing)
        {
            await exceptions.RaiseAsync(
                new Finding(
                    ExceptionKind.ProviderObjectGone, ExceptionSeverity.Notice, ExceptionSubject.ProviderObject(missing),
                    new KeptText(new TextKey("finding.object-gone"), ("object", missing), ("account", facts.Account))),
                cancel);
            return true;
        }

        if (facts.Gift is { } gift)
        {
            await settle.ApplyAsync(gift, cancel);
        }

        foreach (var transaction in facts.Transactions)
        {
            await post.RunAsync(transaction, cancel);
        }

        var outcome = facts switch
        {
            { Refund: { } refund } => await refunds.RunAsync(refund, facts.SeenVersion, cancel),
            { Dispute: { } dispute } => await disputes.RunAsync(dispute, facts.SeenVersion, cancel),
            { Payout: { } payout } => await payouts.RunAsync(payout, facts.SeenVersion, cancel),
            _ => MirrorOutcome.Current,
        };
        if (facts.FraudWarning is { } warning)
        {
            await WarnAsync(warning, cancel);
        }

        return outcome == MirrorOutcome.Current;
    }

    private async Task WarnAsync(EarlyFraudWarningFact warning, CancellationToken cancel)
    {
        var gift = await gifts.FindByChargeAsync(warning.Account, warning.ChargeId, cancel);
        await exceptions.RaiseAsync(
            new Finding(
                ExceptionKind.EarlyFraudWarning, ExceptionSeverity.Warning, ExceptionSubject.Charge(warning.ChargeId ?? warning.Id),
                new KeptText(new TextKey("finding.fraud-warning"), ("type", warning.FraudType), ("charge", warning.ChargeId ?? "–")),
                gift?.LegalEntityId, gift?.Id, gift?.AmountMinor, gift?.Currency),
            cancel);
    }
}
