using Charity.Data.Work;
using Charity.Payments;
using Microsoft.Extensions.DependencyInjection;

namespace Charity.Reconciliation;

/// <summary>
/// Where the provider's money meets our books: what its events name is fetched afresh and applied to gifts, mirrors and
/// journal, in one commit. <see cref="PostTransaction"/> is the one path from a balance transaction to an entry. Calls
/// Payments, Donations and Ledger.
/// </summary>
public static class ReconciliationRoom
{
    public static IServiceCollection AddReconciliation(this IServiceCollection services)
        => services
            .AddScoped<MoneyReader>()
            .AddScoped<ImportMoney>()
            .AddScoped<PostTransaction>()
            .AddScoped<MirrorRefund>()
            .AddScoped<MirrorDispute>()
            .AddScoped<MirrorPayout>()
            .AddScoped<ReportMissingTransactions>()
            .AddInboxHandler<SessionEvents, MoneyFacts>(StripeEvents.SessionKind)
            .AddInboxHandler<PaymentEvents, MoneyFacts>(StripeEvents.PaymentKind)
            .AddInboxHandler<ChargeEvents, MoneyFacts>(StripeEvents.ChargeKind)
            .AddInboxHandler<RefundEvents, MoneyFacts>(StripeEvents.RefundKind)
            .AddInboxHandler<DisputeEvents, MoneyFacts>(StripeEvents.DisputeKind)
            .AddInboxHandler<PayoutEvents, MoneyFacts>(StripeEvents.PayoutKind)
            .AddInboxHandler<FraudWarningEvents, MoneyFacts>(StripeEvents.FraudWarningKind)
            .AddMessageHandler<LoneTransactions, ImportTransaction, MoneyFacts>()
            .AddMessageHandler<ImportPayouts, ImportPayout, PayoutContents>()
            .AddTimetableJob<FindMissingTransactions>();
}
