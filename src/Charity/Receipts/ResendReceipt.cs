using System.Globalization;
using Charity.Data;
using Charity.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Charity.Receipts;

public enum ResendOutcome
{
    Queued,
    Unknown,

    /// <summary>It is void or replaced; there is nothing to send.</summary>
    NotValid,

    /// <summary>An earlier sending is still under way.</summary>
    AlreadyUnderWay,
}

/// <summary>Sends a receipt once more because a person asked for it: a new mail of its own, to the gift's address.</summary>
public sealed class ResendReceipt(CharityDb db, AddMail mails)
{
    public async Task<ResendOutcome> RunAsync(Guid receiptId, CancellationToken cancel)
    {
        var receipt = await db.Receipts.AsNoTracking().SingleOrDefaultAsync(r => r.Id == receiptId, cancel);
        if (receipt is null)
        {
            return ResendOutcome.Unknown;
        }

        if (receipt.State != ReceiptState.Valid)
        {
            return ResendOutcome.NotValid;
        }

        var subject = receipt.Id.ToString("N");
        var earlier = await db.Mails.AsNoTracking()
            .Where(m => m.Kind == ReceiptMail.MailKind && m.DonationId == receipt.DonationId && m.Subject.StartsWith(subject))
            .ToListAsync(cancel);
        if (earlier.Any(m => !m.IsOver))
        {
            return ResendOutcome.AlreadyUnderWay;
        }

        var gift = await db.Donations.AsNoTracking().SingleAsync(d => d.Id == receipt.DonationId, cancel);
        mails.Add(
            ReceiptMail.MailKind, $"{subject}#{(earlier.Count + 1).ToString(CultureInfo.InvariantCulture)}",
            gift.Email, gift.CompanyName ?? gift.DonorName, gift.Language, gift.Id);
        await db.SaveChangesAsync(cancel);
        return ResendOutcome.Queued;
    }
}
