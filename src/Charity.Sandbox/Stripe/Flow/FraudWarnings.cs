using Charity.Sandbox.Stripe.State;

namespace Charity.Sandbox.Stripe.Flow;

/// <summary>Early fraud warnings: the issuer's hint that a dispute may follow. No money moves.</summary>
internal sealed class FraudWarnings(World world, Events events)
{
    internal WarningState Raise(Tx tx, ChargeState charge, string fraudType = "made_with_stolen_card")
    {
        var warning = tx.Put(world.Warnings, new WarningState
        {
            Id = tx.NewId("issfr"),
            Account = charge.Account,
            Created = tx.Unix,
            Charge = charge.Id,
            PaymentIntent = charge.PaymentIntent,
            FraudType = fraudType,
            Actionable = charge.AmountRefunded < charge.Amount && !charge.Disputed,
        });
        events.Emit(tx, "radar.early_fraud_warning.created", world.Warnings, warning);
        return warning;
    }

    /// <summary>A dispute or full refund leaves nothing to act on.</summary>
    internal void Settle(Tx tx, string chargeId, string account)
    {
        foreach (var warning in world.Warnings.Of(account).Where(w => w.Charge == chargeId && w.Actionable).ToList())
        {
            var settled = tx.Put(world.Warnings, warning with { Actionable = false });
            events.Emit(tx, "radar.early_fraud_warning.updated", world.Warnings, settled, warning);
        }
    }
}
