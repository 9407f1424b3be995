using System.Globalization;
using Charity.Data;
using Charity.Data.Audit;
using Charity.Data.Work;
using Charity.Documents;
using Charity.Donations;
using Charity.Donors;
using Charity.Languages;
using Charity.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Charity.Receipts;

public enum CorrectGiftResult
{
    /// <summary>Corrected, and a new receipt took the place of the old one.</summary>
    Reissued,

    /// <summary>Only the address was wrong, which no receipt prints: the same receipt goes to the right one.</summary>
    SentAgain,

    /// <summary>Corrected. There is no valid receipt to correct: none is written yet, or nothing is left of the gift.</summary>
    Corrected,

    /// <summary>Corrected. A person has withdrawn the receipt, and it stays withdrawn: no new one is written.</summary>
    CorrectedWithoutReceipt,

    /// <summary>Corrected; the mail with the details for the announced transfer goes to the right address.</summary>
    InstructedAgain,

    /// <summary>Everything stood so already.</summary>
    Unchanged,

    /// <summary>The gift is another than the form showed: a colleague's correction would be taken back unseen.</summary>
    ChangedMeanwhile,
    Unknown,

    /// <summary>Neither paid nor expected: there is nobody to whom anything is certified.</summary>
    NotPaid,
    ReasonMissing,
    NameMissing,

    /// <summary>Holds characters that a receipt cannot print; see the detail.</summary>
    Unprintable,
    TooLong,
    EmailInvalid,
}

/// <param name="Detail">Number of the new receipt, of the one that was sent again or is withdrawn, or the characters that cannot be printed.</param>
public sealed record CorrectGiftOutcome(CorrectGiftResult Result, string? Detail = null);

/// <summary>
/// Corrects who gave: name, address, company. Money, date and books stay as they are. A receipt that prints something else
/// is replaced by a corrected one with a number of its own, in the series of the day on which it is issued, whatever year
/// the gift is of; its mail goes to the corrected address. The old one then says on its check page that it is replaced.
/// </summary>
public sealed class CorrectGift(
    CharityDb db, ReceiptDesk desk, OfferTaxId taxIds, FindOrAddDonor donors, RaisedTotals totals, IndexGifts index, AddMail mails, Outbox outbox,
    AuditLog audit, TimeProvider time)
{
    public const string Action = "gift.correct";
    public const int MaxReason = 300;
    public const int MaxName = 500;
    public const int MaxCompanyNumber = 32;

    /// <param name="Reason">For staff and auditors.</param>
    /// <param name="Seen">Version of the gift on which the correction was written; null where nobody looked at one.</param>
    public sealed record Input(
        Guid DonationId, string? Name, string? Email, string? CompanyName, string? CompanyNumber, string? Reason, Actor By, int? Seen = null);

    public async Task<CorrectGiftOutcome> RunAsync(Input input, CancellationToken cancel)
    {
        var (name, company, number) = (TypedText.Line(input.Name), TypedText.Line(input.CompanyName), TypedText.Line(input.CompanyNumber));
        if (TypedText.Line(input.Reason) is not { Length: <= MaxReason } reason)
        {
            return new(CorrectGiftResult.ReasonMissing);
        }

        if (Fault(name, company, number) is { } fault)
        {
            return fault;
        }

        if (!EmailAddress.TryParse(input.Email, out var email))
        {
            return new(CorrectGiftResult.EmailInvalid);
        }

        var gift = await db.Donations.SingleOrDefaultAsync(d => d.Id == input.DonationId, cancel);
        if (gift is null)
        {
            return new(CorrectGiftResult.Unknown);
        }

        if (gift.Status is not (DonationStatus.Succeeded or DonationStatus.Expected))
        {
            return new(CorrectGiftResult.NotPaid);
        }

        var before = Identity.Of(gift);
        var after = new Identity(name!, email, company, company is null ? null : number);
        if (before == after)
        {
            return new(CorrectGiftResult.Unchanged);
        }

        if (input.Seen is { } seen && seen != gift.Version)
        {
            return new(CorrectGiftResult.ChangedMeanwhile);
        }

        await ChangeAsync(gift, before, after, cancel);
        if (before.Email != after.Email)
        {
            await RedirectVoidingsAsync(gift, cancel);
        }

        var outcome = await FollowAsync(gift, before.Printed != after.Printed, before.Email != after.Email, reason, cancel);
        audit.Add(input.By, Action, ResendReceipt.Subject, gift.Id, before, after, reason);
        await db.SaveChangesAsync(cancel);
        return outcome;
    }

    private static CorrectGiftOutcome? Fault(string? name, string? company, string? number)
    {
        if (name is null)
        {
            return new(CorrectGiftResult.NameMissing);
        }

        if (name.Length > MaxName || company?.Length > MaxName || number?.Length > MaxCompanyNumber)
        {
            return new(CorrectGiftResult.TooLong);
        }

        List<string> missing = [.. PrintableText.Missing(name), .. PrintableText.Missing(company), .. PrintableText.Missing(number)];
        return missing.Count > 0 ? new(CorrectGiftResult.Unprintable, string.Join(' ', missing.Distinct())) : null;
    }

    private async Task ChangeAsync(Donation gift, Identity before, Identity after, CancellationToken cancel)
    {
        if (EmailAddress.KeyOf(before.Email) != EmailAddress.KeyOf(after.Email))
        {
            // Whoever has the wrong address must not come to see the gift as theirs.
            var donor = await donors.RunAsync(after.Email, after.Name, Language.Of(gift.Language), null, cancel);
            await totals.MoveAsync(gift, donor.Id, cancel);
        }

        gift.CorrectIdentity(after.Name, after.Email, after.CompanyName, after.CompanyNumber);
        await index.AddAsync([gift], cancel);
    }

    private async Task<CorrectGiftOutcome> FollowAsync(Donation gift, bool prints, bool moved, string reason, CancellationToken cancel)
    {
        var receipts = await db.Receipts.Where(r => r.DonationId == gift.Id).ToListAsync(cancel);
        if (receipts.SingleOrDefault(r => r.State == ReceiptState.Valid) is not { } standing)
        {
            // None is written after it, so it is the last one whatever the times say.
            if (receipts.Find(r => r.WithdrawnByHand) is { } withdrawn)
            {
                return new(CorrectGiftResult.CorrectedWithoutReceipt, withdrawn.Number);
            }

            if (gift.Status == DonationStatus.Succeeded)
            {
                // One that is being written this very moment may still carry the old name: the review compares.
                outbox.Add(new DonationReversed(gift.Id, gift.Version));
            }

            // One that is not written yet goes to the right address by itself.
            if (gift.Status == DonationStatus.Expected && moved && await db.Mails.AnyAsync(m => m.Kind == TransferMail.MailKind && m.DonationId == gift.Id, cancel))
            {
                await SendAgainAsync(TransferMail.MailKind, gift.Id, gift, cancel);
                return new(CorrectGiftResult.InstructedAgain);
            }

            return new(CorrectGiftResult.Corrected);
        }

        if (!prints)
        {
            await SendAgainAsync(ReceiptMail.MailKind, standing.Id, gift, cancel);
            return new(CorrectGiftResult.SentAgain, standing.Number);
        }

        var now = time.GetUtcNow().UtcDateTime;
        await desk.PrepareAsync([gift], cancel);
        var corrected = desk.Issue(
            gift, receipts.Count + 1, ReceiptSnapshot.FromJson(standing.Snapshot).AmountMinor, standing, await taxIds.PrintedKindAsync(gift, cancel));
        standing.Replace($"The donor's details were corrected: {reason} Replaced by {corrected.Number}.", now);
        return new(CorrectGiftResult.Reissued, corrected.Number);
    }

    /// <summary>
    /// News of a voided receipt that has not gone out: it links to the gift's page, which is not for whoever has the wrong
    /// address. Each receipt's news goes on once, whatever was sent on before.
    /// </summary>
    private async Task RedirectVoidingsAsync(Donation gift, CancellationToken cancel)
    {
        var told = await db.Mails.AsNoTracking().Where(m => m.Kind == VoidedReceiptMail.MailKind && m.DonationId == gift.Id)
            .Select(m => new { m.Subject, m.State }).ToListAsync(cancel);
        foreach (var receipt in told.GroupBy(m => m.Subject.Split('#')[0]).Where(of => of.All(m => m.State != MailState.Sent)))
        {
            await SendAgainAsync(VoidedReceiptMail.MailKind, Guid.ParseExact(receipt.Key, "N"), gift, cancel);
        }
    }

    private async Task SendAgainAsync(string kind, Guid about, Donation gift, CancellationToken cancel)
    {
        var subject = about.ToString("N");
        var earlier = await db.Mails.Where(m => m.Kind == kind && m.DonationId == gift.Id && m.Subject.StartsWith(subject)).ToListAsync(cancel);
        // What still waits would go to the wrong address, with a stranger's name in it.
        foreach (var waiting in earlier.Where(m => m.MayBeWithdrawn))
        {
            waiting.Withdraw();
        }

        mails.Add(
            kind, $"{subject}#{(earlier.Count + 1).ToString(CultureInfo.InvariantCulture)}", gift.Email, gift.CompanyName ?? gift.DonorName, gift.Language, gift.Id);
    }

    /// <summary>What can be corrected, as the audit shows it.</summary>
    private sealed record Identity(string Name, string Email, string? CompanyName, string? CompanyNumber)
    {
        public static Identity Of(Donation gift) => new(gift.DonorName, gift.Email, gift.CompanyName, gift.CompanyNumber);

        [System.Text.Json.Serialization.JsonIgnore]
        public (string, string?, string?) Printed => (Name, CompanyName, CompanyNumber);
    }
}
