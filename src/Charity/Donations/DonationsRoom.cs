using Charity.Data;
using Charity.Data.Work;
using Charity.Donations.Attacks;
using Charity.Ledger;
using Charity.Payments;
using Microsoft.Extensions.DependencyInjection;

namespace Charity.Donations;

/// <summary>
/// Gifts, from the form to the paid state: how one starts, by card or by transfer, how it settles, expires or fails, and
/// what its campaign raised. Calls Campaigns, Donors, Payments and Ledger. The books are Reconciliation's, receipts and
/// mails are Receipts'; both hear of a gift by message.
/// </summary>
public static class DonationsRoom
{
    public static IServiceCollection AddDonations(this IServiceCollection services)
        => services
            .AddSingleton<FeeEstimates>()
            .AddSingleton<GiftTokens>()
            .AddSingleton<RefreshLimit>()
            .AddScoped<FeeFund>()
            .AddScoped<ModerateMessages>()
            .AddScoped<IndexGifts>()
            .AddScoped<IndexStoredGifts>()
            .AddScoped<DraftGift>()
            .AddScoped<StartDonation>()
            .AddScoped<StartTransfer>()
            .AddScoped<TransferInstructions>()
            .AddScoped<BeginCheckout>()
            .AddScoped<RecordCheckout>()
            .AddScoped<ReadWaitingGift>()
            .AddScoped<AskAboutOpenSessions>()
            .AddScoped<OpenCheckout>()
            .AddScoped<GiveByCard>()
            .AddSettings<AttackOptions>(AttackOptions.Section, AttackOptions.Faults)
            .AddSingleton<AttackWatch>()
            .AddScoped<AttackSigns>()
            .AddScoped<LookForAttack>()
            .AddScoped<SwitchAttackMode>()
            .AddScoped<LapseHolds>()
            .AddScoped<HoldGift>()
            .AddScoped<OrderConfirmation>()
            .AddScoped<AskToConfirm>()
            .AddScoped<MarkConfirmed>()
            .AddScoped<ConfirmGift>()
            .AddTimetableJob<WatchForAttacks>()
            .AddScoped<AnnounceTransfer>()
            .AddScoped<RefreshGift>()
            .AddScoped<ShowDonorAs>()
            .AddScoped<GiftFinder>()
            .AddScoped<GiftPurposes>()
            .AddScoped<RaisedTotals>()
            .AddScoped<SettleGift>()
            .AddMessageHandler<ResolveSessions, ResolveSession, ResolvedSession>(SettleGift.Turn)
            .AddMessageHandler<RecountTotals, CampaignTotalDiffers>(SettleGift.Turn)
            .AddTimetableJob<ExpireOpenSessions>()
            .AddTimetableJob<IndexStoredGiftsJob>();
}
