using Charity.Data;
using Charity.Data.Work;
using Charity.Exceptions;
using Charity.Payments.Attempts;
using Microsoft.Extensions.DependencyInjection;

namespace Charity.Payments;

/// <summary>
/// The door to card payments: the port to Stripe, what its objects say, the calls we make and keep, and the intake of
/// its events. Calls no other room. What a payment means for a gift is told in Donations, for the books in
/// Reconciliation; both handle the work that this room files.
/// </summary>
public static class PaymentsRoom
{
    public static IServiceCollection AddPayments(this IServiceCollection services)
    {
        services.AddSettings<StripeOptions>(StripeOptions.Section, StripeOptionsCheck.Faults);
        services.AddSingleton<StripeSignature>();
        services.AddSingleton<StripeClock>();
        services.AddSingleton<WebhookRefusals>();
        services.AddSingleton<EventFiling>();
        services.AddSingleton<Intake>();
        services.AddSingleton<ReceiveWebhook>();
        services.AddScoped<ReportEvent>();

        services.AddSingleton<CallOnce>();
        services.AddScoped<StoreCall>();
        services.AddScoped<RecordAnswer>();
        services.AddScoped<CloseCall>();

        services.AddScoped<PollMarks>();
        services.AddScoped<SweepCompare>();
        services.AddScoped<SupersedeParked>();
        services.AddScoped<ICauseCheck, PollCauses>();
        services.AddScoped<AskForTransactions>();
        services.AddScoped<AskAboutCalls>();
        services.AddSingleton<SweepFiling>();
        services.AddTimetableJob<PollEvents>();
        services.AddTimetableJob<SweepObjects>();
        services.AddTimetableJob<FixUnknownCalls>();
        services.AddScoped<ReportAccount>();
        services.AddTimetableJob<CheckAccounts>();
        services.AddScoped<ForgetSomeBodies>();
        services.AddTimetableJob<ForgetBodies>();
        return services;
    }
}
