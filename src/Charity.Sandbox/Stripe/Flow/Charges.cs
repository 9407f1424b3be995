using Charity.Sandbox.Stripe.Cards;
using Charity.Sandbox.Stripe.State;

namespace Charity.Sandbox.Stripe.Flow;

/// <summary>
/// Charges. A successful one has no balance transaction at first; it comes with <c>charge.updated</c> after a delay,
/// as Stripe's asynchronous capture has it.
/// </summary>
internal sealed class Charges
{
    private const string SettleTask = "charge.settle";
    private const string DisputeTask = "charge.dispute";
    private const string WarnTask = "charge.warn";

    private readonly World world;
    private readonly StripeSimulatorOptions options;
    private readonly Timetable timetable;
    private readonly Events events;
    private readonly BalanceTransactions balance;

    internal Charges(
        World world, StripeSimulatorOptions options, Timetable timetable, Events events, BalanceTransactions balance,
        Disputes disputes, FraudWarnings warnings)
    {
        this.world = world;
        this.options = options;
        this.timetable = timetable;
        this.events = events;
        this.balance = balance;
        timetable.On(SettleTask, (tx, task) => Settle(tx, world.Charges.Get(task.Target)));
        timetable.On(WarnTask, (tx, task) => warnings.Raise(tx, world.Charges.Get(task.Target)));
        timetable.On(DisputeTask, (tx, task) =>
        {
            var charge = world.Charges.Get(task.Target);
            var (reason, inquiry) = TestCards.Find(charge.TestCard)?.Aftermath switch
            {
                Aftermath.DisputeNotReceived => ("product_not_received", false),
                Aftermath.Inquiry => ("fraudulent", true),
                _ => ("fraudulent", false),
            };
            if (charge.AmountRefunded < charge.Amount && !charge.Disputed)
            {
                disputes.Open(tx, charge, charge.Amount - charge.AmountRefunded, reason, inquiry);
            }
        });
    }

    internal ChargeState Succeed(Tx tx, PaymentIntentState intent, PaymentMethodState method, TestCard card, bool authenticated)
    {
        var charge = tx.Put(world.Charges, Make(tx, intent, method, card, authenticated));
        timetable.After(tx, SettleTask, charge.Account, charge.Id, options.BalanceTransactionDelay);
        switch (card.Aftermath)
        {
            case Aftermath.DisputeFraudulent or Aftermath.DisputeNotReceived or Aftermath.Inquiry:
                timetable.After(tx, DisputeTask, charge.Account, charge.Id, options.DisputeDelay);
                break;
            case Aftermath.FraudWarning:
                timetable.After(tx, WarnTask, charge.Account, charge.Id, options.DisputeDelay);
                break;
            default:
                break;
        }

        return charge;
    }

    internal ChargeState Fail(
        Tx tx, PaymentIntentState intent, PaymentMethodState method, TestCard card, Decline refusal, bool authenticated) =>
        tx.Put(world.Charges, Make(tx, intent, method, card, authenticated) with
        {
            Status = "failed",
            FailureCode = refusal.Code,
            FailureMessage = refusal.Message,
            DeclineCode = refusal.DeclineCode,
            Blocked = card.Blocked,
        });

    private void Settle(Tx tx, ChargeState charge)
    {
        var atOnce = TestCards.Find(charge.TestCard)?.Aftermath == Aftermath.FundsAtOnce;
        var txn = balance.Settle(tx, charge, atOnce ? 0 : options.AvailableAfterDays);
        var settled = tx.Put(world.Charges, charge with { BalanceTransaction = txn.Id });
        events.Emit(tx, "charge.updated", world.Charges, settled, charge);
    }

    private static ChargeState Make(Tx tx, PaymentIntentState intent, PaymentMethodState method, TestCard card, bool authenticated) => new()
    {
        Id = tx.NewId("ch"),
        Account = intent.Account,
        Created = tx.Unix,
        Amount = intent.Amount,
        Currency = intent.Currency,
        PaymentIntent = intent.Id,
        PaymentMethod = method.Id,
        Card = method.Card,
        Metadata = intent.Metadata,
        Description = intent.Description,
        StatementSuffix = intent.StatementSuffix,
        ReceiptEmail = intent.ReceiptEmail,
        Name = method.Name,
        Email = method.Email,
        TestCard = card.Number,
        Authenticated = authenticated,
    };
}
