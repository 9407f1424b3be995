using System.Globalization;
using Charity.Data;
using Charity.Data.Audit;
using Charity.Donors;
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

    /// <summary>No address that a mail could go to.</summary>
    AddressInvalid,

    /// <summary>It went out several times within the hour already.</summary>
    TooOften,
}

/// <summary>
/// Sends a receipt once more because a person asked for it: the same document in a new mail of its own, to the gift's
/// address or to another that the donor named. The address stands in the mail's row and in the audit.
/// </summary>
public sealed class ResendReceipt(CharityDb db, AddMail mails, AuditLog audit, TimeProvider time)
{
    public const string Action = "receipt.resend";

    /// <summary>Kind of subject in the audit: the id behind it is the gift's.</summary>
    internal const string Subject = "gift";

    /// <summary>Sendings of one receipt within an hour, the first one included: nobody's mailbox is filled by mistake.</summary>
    public const int MostInAnHour = 3;

    /// <param name="ToAddress">Where to, or null for the gift's own address.</param>
    public sealed record Input(Guid ReceiptId, string? ToAddress, Actor By);

    public async Task<ResendOutcome> RunAsync(Input input, CancellationToken cancel)
    {
        var receipt = await db.Receipts.AsNoTracking().SingleOrDefaultAsync(r => r.Id == input.ReceiptId, cancel);
        if (receipt is null)
        {
            return ResendOutcome.Unknown;
        }

        if (receipt.State != ReceiptState.Valid)
        {
            return ResendOutcome.NotValid;
        }

        var gift = await db.Donations.AsNoTracking().SingleAsync(d => d.Id == receipt.DonationId, cancel);
        if (!EmailAddress.TryParse(input.ToAddress ?? gift.Email, out var address))
        {
            return ResendOutcome.AddressInvalid;
        }

        var subject = receipt.Id.ToString("N");
        var earlier = await db.Mails.AsNoTracking()
            .Where(m => m.Kind == ReceiptMail.MailKind && m.DonationId == receipt.DonationId && m.Subject.StartsWith(subject))
            .ToListAsync(cancel);
        if (earlier.Any(m => !m.IsOver))
        {
            return ResendOutcome.AlreadyUnderWay;
        }

        var hourAgo = time.GetUtcNow().UtcDateTime - TimeSpan.FromHours(1);
        if (earlier.Count(m => m.CreatedAt > hourAgo) >= MostInAnHour)
        {
            return ResendOutcome.TooOften;
        }

        mails.Add(
            ReceiptMail.MailKind, $"{subject}#{(earlier.Count + 1).ToString(CultureInfo.InvariantCulture)}",
            address, gift.CompanyName ?? gift.DonorName, gift.Language, gift.Id);
        audit.Add(input.By, Action, Subject, gift.Id, after: new { receipt = receipt.Number, to = address });
        await db.SaveChangesAsync(cancel);
        return ResendOutcome.Queued;
    }
}
