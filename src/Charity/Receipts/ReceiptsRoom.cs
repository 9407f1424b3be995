using Charity.Data.Work;
using Charity.Donations;
using Charity.Exceptions;
using Charity.Notifications;
using Microsoft.Extensions.DependencyInjection;

namespace Charity.Receipts;

/// <summary>
/// Receipts: gapless numbers for each legal entity and year, a snapshot of every printed fact, the document drawn from
/// it, its public check, voiding and correction, and the mails about a gift. Calls Donations, Donors and Notifications.
/// </summary>
public static class ReceiptsRoom
{
    public static IServiceCollection AddReceipts(this IServiceCollection services)
        => services
            .AddSingleton<ReceiptDocument>()
            .AddScoped<SnapshotMaker>()
            .AddScoped<ReceiptDesk>()
            .AddScoped<ReceiptPdf>()
            .AddScoped<GiftMails>()
            .AddScoped<ICauseCheck, ReceiptCauses>()
            .AddScoped<OfferTaxId>()
            .AddScoped<AddTaxId>()
            .AddScoped<VoidReceipt>()
            .AddScoped<VoidReceiptRange>()
            .AddScoped<ResendReceipt>()
            .AddScoped<CorrectGift>()
            .AddScoped<CheckReceipt>()
            .AddScoped<OpenReceipt>()
            .AddMailWriter<ReceiptMail>()
            .AddScoped<VoidedReceiptMail>()
            .AddMailWriter<VoidedReceiptMail>()
            .AddMailWriter<TransferMail>()
            .AddMailWriter<ConfirmationMail>()
            .AddMessageHandler<AskForConfirmation, GiftHeld>()
            .AddMessageHandler<IssueReceipt, DonationPaid>()
            .AddMessageHandler<ReviewReceipt, DonationReversed>()
            .AddMessageHandler<InstructTransfer, TransferAnnounced>();
}
