using Charity.Data.Work;
using Charity.Donations;
using Charity.Payments;

namespace Charity.Reconciliation;

/// <summary>What every handler of money shares: only the object that the work begins with differs.</summary>
internal abstract class MoneyHandler<TMessage>(ImportMoney import) : MessageHandler<TMessage, MoneyFacts>
    where TMessage : notnull
{
    public override int BatchSize => SettleGift.Batch;

    public override Task PrepareAsync(IReadOnlyList<WorkItem<TMessage, MoneyFacts>> items, CancellationToken cancel)
        => import.PrepareAsync([.. items.Select(i => i.Fact)], cancel);

    public override async Task ApplyAsync(WorkItem<TMessage, MoneyFacts> item, CancellationToken cancel)
    {
        if (item.Fact.Unreachable is { } code)
        {
            item.RetryLater($"The provider gave no answer ({code}).");
            return;
        }

        if (!await import.ApplyAsync(item.Fact, cancel))
        {
            item.RetryAfter(TimeSpan.Zero, "The object was written by other work meanwhile; it is fetched again.");
        }
    }
}

/// <summary><c>stripe.session.v1</c></summary>
internal sealed class SessionEvents(MoneyReader reader, ImportMoney import) : MoneyHandler<ProviderObject>(import)
{
    public override Task<MoneyFacts> GatherAsync(ProviderObject message, CancellationToken cancel)
        => reader.SessionAsync(message.Account, message.ObjectId, cancel);
}

/// <summary><c>stripe.payment.v1</c></summary>
internal sealed class PaymentEvents(MoneyReader reader, ImportMoney import) : MoneyHandler<ProviderObject>(import)
{
    public override Task<MoneyFacts> GatherAsync(ProviderObject message, CancellationToken cancel)
        => reader.PaymentAsync(message.Account, message.ObjectId, cancel);
}

/// <summary><c>stripe.charge.v1</c></summary>
internal sealed class ChargeEvents(MoneyReader reader, ImportMoney import) : MoneyHandler<ProviderObject>(import)
{
    public override Task<MoneyFacts> GatherAsync(ProviderObject message, CancellationToken cancel)
        => reader.ChargeAsync(message.Account, message.ObjectId, cancel);
}

/// <summary><c>stripe.refund.v1</c></summary>
internal sealed class RefundEvents(MoneyReader reader, ImportMoney import) : MoneyHandler<ProviderObject>(import)
{
    public override Task<MoneyFacts> GatherAsync(ProviderObject message, CancellationToken cancel)
        => reader.RefundAsync(message.Account, message.ObjectId, cancel);
}

/// <summary><c>stripe.dispute.v1</c></summary>
internal sealed class DisputeEvents(MoneyReader reader, ImportMoney import) : MoneyHandler<ProviderObject>(import)
{
    public override Task<MoneyFacts> GatherAsync(ProviderObject message, CancellationToken cancel)
        => reader.DisputeAsync(message.Account, message.ObjectId, cancel);
}

/// <summary><c>stripe.payout.v1</c></summary>
internal sealed class PayoutEvents(MoneyReader reader, ImportMoney import) : MoneyHandler<ProviderObject>(import)
{
    public override Task<MoneyFacts> GatherAsync(ProviderObject message, CancellationToken cancel)
        => reader.PayoutAsync(message.Account, message.ObjectId, cancel);
}

/// <summary><c>stripe.fraud-warning.v1</c></summary>
internal sealed class FraudWarningEvents(MoneyReader reader, ImportMoney import) : MoneyHandler<ProviderObject>(import)
{
    public override Task<MoneyFacts> GatherAsync(ProviderObject message, CancellationToken cancel)
        => reader.FraudWarningAsync(message.Account, message.ObjectId, cancel);
}

/// <summary><c>stripe.import-transaction.v1</c>: a transaction found by the sweep or in a payout.</summary>
internal sealed class LoneTransactions(MoneyReader reader, ImportMoney import) : MoneyHandler<ImportTransaction>(import)
{
    public override Task<MoneyFacts> GatherAsync(ImportTransaction message, CancellationToken cancel)
        => reader.TransactionAsync(message.Account, message.TransactionId, cancel);
}
