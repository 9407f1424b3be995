using Charity.Data;
using Microsoft.EntityFrameworkCore;

namespace Charity.Receipts;

public enum VoidOutcome
{
    Voided,
    Unknown,

    /// <summary>It was void or replaced already; the first reason stands.</summary>
    AlreadyEnded,
    ReasonMissing,
}

/// <summary>Withdraws one receipt by hand, with a reason. Its number is never used again, no later change of the
/// gift writes another by itself, and the donor who has it is told.</summary>
public sealed class VoidReceipt(CharityDb db, VoidedReceiptMail voidings, TimeProvider time)
{
    private const int MaxReason = 400;

    /// <param name="Reason">For staff; no personal data.</param>
    public sealed record Input(Guid ReceiptId, string Reason);

    public async Task<VoidOutcome> RunAsync(Input input, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(input.Reason) || input.Reason.Length > MaxReason)
        {
            return VoidOutcome.ReasonMissing;
        }

        var receipt = await db.Receipts.SingleOrDefaultAsync(r => r.Id == input.ReceiptId, cancel);
        if (receipt is null)
        {
            return VoidOutcome.Unknown;
        }

        if (receipt.State != ReceiptState.Valid)
        {
            return VoidOutcome.AlreadyEnded;
        }

        receipt.Void(input.Reason.Trim(), time.GetUtcNow().UtcDateTime, byHand: true);
        var gift = await db.Donations.AsNoTracking().SingleAsync(d => d.Id == receipt.DonationId, cancel);
        await voidings.AddAsync(receipt, gift, cancel);
        await db.SaveChangesAsync(cancel);
        return VoidOutcome.Voided;
    }
}
