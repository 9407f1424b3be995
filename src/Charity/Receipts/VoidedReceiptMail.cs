using Charity.Data;
using Charity.Donations;
using Charity.Languages;
using Charity.Notifications;
using Charity.Organisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Charity.Receipts;

/// <summary>Tells a donor that the receipt in their hands is no longer valid, and why: they may have meant to use it for their taxes.</summary>
public sealed class VoidedReceiptMail(CharityDb db, Texts texts, GiftTokens tokens, IOptions<SiteOptions> site, GiftMails gifts, AddMail mails)
    : IMailWriter
{
    public const string MailKind = "receipt-void";

    public string Kind => MailKind;

    /// <summary>
    /// Adds the mail to the context, once for a receipt; not where no mail brought it to anyone. The caller saves.
    /// </summary>
    internal async Task AddAsync(Receipt receipt, Donation gift, CancellationToken cancel)
    {
        if (gift.Email.Length > 0 && await Brought(receipt.Id).AnyAsync(m => m.State != MailState.Withdrawn, cancel))
        {
            mails.Add(MailKind, receipt.Id.ToString("N"), gift.Email, gift.CompanyName ?? gift.DonorName, gift.Language, gift.Id);
        }
    }

    public async Task<WrittenMail?> WriteAsync(Mail mail, bool withDocuments, CancellationToken cancel)
    {
        // Behind the receipt's id stands #2 where the gift's address was corrected before it went out.
        var id = Guid.ParseExact(mail.Subject.Split('#')[0], "N");
        if (!await Brought(id).AnyAsync(m => m.State == MailState.Sent || m.State == MailState.Sending || m.AmbiguousSends > 0, cancel))
        {
            // It was voided before any mail with it went out: the donor holds nothing.
            return null;
        }

        if (await gifts.WentElsewhereAsync(mail, cancel))
        {
            return null;
        }

        var receipt = await db.Receipts.AsNoTracking().SingleAsync(r => r.Id == id, cancel);
        var gift = await db.Donations.AsNoTracking().SingleAsync(d => d.Id == receipt.DonationId, cancel);
        var snapshot = ReceiptSnapshot.FromJson(receipt.Snapshot);
        var language = Language.Of(mail.Language);
        var page = snapshot.PageIn(language);
        var T = texts.In(language);
        var sender = await gifts.SenderAsync(language, cancel);
        var amount = AmountFormat.Full(snapshot.Amount, language);
        var thanks = site.Value.Address($"/{language.Code}/thanks/{tokens.Thanks(gift.Id, gift.TokenVersion)}");
        var letter = new Letter(
            language, sender.Name, T["void-mail.title"], T["void-mail.opening", ("number", receipt.Number), ("amount", amount), ("fund", page.Fund)],
            [
                new LetterNotice(Why(T, gift)),
                new LetterText(T["void-mail.taxes"]),
                new LetterFacts(
                [
                    (T["receipt-mail.number"], receipt.Number),
                    (T["receipt-mail.amount"], amount),
                    (T["receipt-mail.fund"], page.Fund),
                    (T["receipt-mail.received-on"], DateFormat.Full(snapshot.ReceivedOn, language)),
                ]),
                new LetterAction(T["void-mail.open"], new Uri(thanks)),
                new LetterText(T["void-mail.ask", ("email", sender.ContactEmail)]),
            ],
            [snapshot.Imprint(page, T), T["gift-mail.why", ("email", sender.ContactEmail)]]);
        return new WrittenMail(T["void-mail.subject", ("number", receipt.Number)], sender.Name, letter, []);
    }

    public Task FollowUpAsync(Mail mail, IReadOnlyList<SentDocument> sent, CancellationToken cancel) => gifts.FollowUpAsync(mail, cancel);

    /// <summary>From the gift as it stands: what a person wrote down as the reason is for staff.</summary>
    private static string Why(LanguageTexts T, Donation gift) => (gift.RefundedMinor > 0, gift.LostToDisputeMinor > 0) switch
    {
        (true, true) => T["void-mail.both"],
        (true, false) => T["void-mail.refunded"],
        (false, true) => T["void-mail.taken-back"],
        _ => T["void-mail.withdrawn"],
    };

    /// <summary>The mails that were to bring the receipt, second sendings included.</summary>
    private IQueryable<Mail> Brought(Guid receiptId)
    {
        var subject = receiptId.ToString("N");
        return db.Mails.AsNoTracking().Where(m => m.Kind == ReceiptMail.MailKind && (m.Subject == subject || m.Subject.StartsWith(subject + "#")));
    }
}
