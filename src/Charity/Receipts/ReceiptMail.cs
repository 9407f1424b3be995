using Charity.Data;
using Charity.Languages;
using Charity.Notifications;
using Charity.Organisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Charity.Receipts;

/// <summary>Writes the mail that brings a receipt: amount and fund first, the PDF attached, its address, and how to check it.</summary>
public sealed class ReceiptMail(
    CharityDb db, Texts texts, ReceiptPdf pdf, PublicTokens tokens, IOptions<SiteOptions> site, GiftMails gifts)
    : IMailWriter
{
    public const string MailKind = "receipt";

    public string Kind => MailKind;

    public async Task<WrittenMail?> WriteAsync(Mail mail, bool withDocuments, CancellationToken cancel)
    {
        var id = ReceiptOf(mail);
        var receipt = await db.Receipts.AsNoTracking().SingleAsync(r => r.Id == id, cancel);
        if (receipt.State != ReceiptState.Valid)
        {
            // Voided or replaced before it went out: a correction, if there is one, has a mail of its own.
            return null;
        }

        if (await gifts.WentElsewhereAsync(mail, cancel))
        {
            return null;
        }

        var snapshot = ReceiptSnapshot.FromJson(receipt.Snapshot);
        var language = Language.Of(mail.Language);
        var page = snapshot.PageIn(language);
        var T = texts.In(language);
        var sender = await gifts.SenderAsync(language, cancel);
        var amount = AmountFormat.Full(snapshot.Amount, language);
        var file = withDocuments ? await pdf.DrawAsync(receipt, cancel) : null;
        var check = snapshot.CheckBase + tokens.For(Receipt.CheckToken, receipt.Id, receipt.TokenVersion);
        var parts = new List<LetterPart>
        {
            new LetterText(file is null ? T["receipt-mail.no-document"] : T["receipt-mail.document", ("title", page.Title), ("number", receipt.Number)]),
            new LetterFacts(Facts(T, amount, snapshot, page)),
            new LetterAction(T["receipt-mail.open"], new Uri(site.Value.Address(receipt.DocumentPath(tokens)))),
            new LetterReference(T["receipt-mail.check"], new Uri(check)),
        };
        if (snapshot.Replaces is { } old)
        {
            parts.Insert(0, new LetterNotice(T["receipt-mail.replaces", ("number", old)]));
        }

        var letter = new Letter(
            language, sender.Name, snapshot.Replaces is null ? T["receipt-mail.title"] : T["receipt-mail.title-corrected"],
            T["receipt-mail.opening", ("amount", amount), ("fund", page.Fund)], parts,
            [snapshot.Imprint(page, T), T["gift-mail.why", ("email", sender.ContactEmail)]]);
        return new WrittenMail(
            T["receipt-mail.subject", ("amount", amount), ("number", receipt.Number)], sender.Name, letter,
            file is null ? [] : [new MailAttachment(file.FileName, "application/pdf", file.Content)]);
    }

    public async Task FollowUpAsync(Mail mail, IReadOnlyList<SentDocument> sent, CancellationToken cancel)
    {
        await gifts.FollowUpAsync(mail, cancel);
        if (mail.State == MailState.Sent && sent.Count > 0)
        {
            var id = ReceiptOf(mail);
            (await db.Receipts.SingleAsync(r => r.Id == id, cancel)).RecordSent(sent[0].Sha256);
        }
    }

    /// <summary>The subject is the receipt's id, and <c>#2</c> behind it when staff asked for a second sending.</summary>
    private static Guid ReceiptOf(Mail mail) => Guid.ParseExact(mail.Subject.Split('#')[0], "N");

    private static List<(string Name, string Value)> Facts(LanguageTexts T, string amount, ReceiptSnapshot snapshot, ReceiptPage page)
    {
        var facts = new List<(string Name, string Value)>
        {
            (T["receipt-mail.amount"], amount),
            (T["receipt-mail.fund"], page.Fund),
        };
        if (page.Campaign != page.Fund)
        {
            facts.Add((T["receipt-mail.campaign"], page.Campaign));
        }

        facts.Add((T["receipt-mail.received-on"], DateFormat.Full(snapshot.ReceivedOn, T.Language)));
        facts.Add((T["receipt-mail.number"], snapshot.Number));
        return facts;
    }
}
