using Charity.Data.Work;
using Charity.Donations;
using Charity.Exceptions;
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
            .AddScoped<ResyncGift>()
            .AddScoped<PlanResync>()
            .AddScoped<FindWhatCameOf>()
            .AddScoped<FetchObject>()
            .AddScoped<ApplyFetched>()
            .AddScoped<RecordResync>()
            .AddScoped<MirrorRefund>()
            .AddScoped<MirrorDispute>()
            .AddScoped<MirrorPayout>()
            .AddScoped<ReportMissingTransactions>()
            .AddScoped<ReportBalance>()
            .AddScoped<ICauseCheck, MoneyCauses>()
            .AddInboxHandler<SessionEvents, MoneyFacts>(StripeEvents.SessionKind, SettleGift.Turn)
            .AddInboxHandler<PaymentEvents, MoneyFacts>(StripeEvents.PaymentKind, SettleGift.Turn)
            .AddInboxHandler<ChargeEvents, MoneyFacts>(StripeEvents.ChargeKind, SettleGift.Turn)
            .AddInboxHandler<RefundEvents, MoneyFacts>(StripeEvents.RefundKind, SettleGift.Turn)
            .AddInboxHandler<DisputeEvents, MoneyFacts>(StripeEvents.DisputeKind, SettleGift.Turn)
            .AddInboxHandler<PayoutEvents, MoneyFacts>(StripeEvents.PayoutKind, SettleGift.Turn)
            .AddInboxHandler<FraudWarningEvents, MoneyFacts>(StripeEvents.FraudWarningKind, SettleGift.Turn)
            .AddMessageHandler<LoneTransactions, ImportTransaction, MoneyFacts>(SettleGift.Turn)
            .AddMessageHandler<ImportPayouts, ImportPayout, PayoutPage>(SettleGift.Turn)
            .AddMessageHandler<SumPayouts, SumPayout, PayoutAnswer>(SettleGift.Turn)
            .AddTimetableJob<FindMissingTransactions>()
            .AddTimetableJob<CompareBalance>();
}
