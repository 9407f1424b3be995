using Charity.Data;
using Charity.Documents;
using Charity.Donations;
using Charity.Languages;
using Charity.Notifications;
using Charity.Organisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Charity.Receipts;

/// <summary>Writes the mail that tells how to make an announced transfer: account, amount, reference, and a code for the bank's app.</summary>
public sealed class TransferMail(
    CharityDb db, Texts texts, TransferInstructions instructions, GiftPurposes purposes, GiftTokens tokens, GiftMails gifts, IOptions<SiteOptions> site)
    : IMailWriter
{
    public const string MailKind = "transfer-instructions";

    private const string QrId = "transfer-qr";
    private const int QrScale = 6;
    private const int QrWidth = 240;

    public string Kind => MailKind;

    public async Task<WrittenMail?> WriteAsync(Mail mail, bool withDocuments, CancellationToken cancel)
    {
        var gift = await db.Donations.AsNoTracking().SingleAsync(d => d.Id == mail.DonationId, cancel);
        if (gift.Status != DonationStatus.Expected || await instructions.ReadAsync(gift.Id, cancel) is not { } details)
        {
            // Matched or given up before the mail went, or the account is closed: the instructions would be wrong.
            return null;
        }

        if (await gifts.WentElsewhereAsync(mail, cancel))
        {
            return null;
        }

        var language = Language.Of(mail.Language);
        var T = texts.In(language);
        var organisation = await db.Organisations.AsNoTracking().SingleAsync(cancel);
        var fallback = Language.Of(organisation.DefaultLanguage);
        var sender = await gifts.SenderAsync(language, cancel);
        await purposes.PrepareAsync([gift], cancel);
        var fund = purposes.Of(gift).Fund.In(language, fallback).Text;
        var entity = await db.LegalEntities.AsNoTracking().SingleAsync(e => e.Id == gift.LegalEntityId, cancel);
        var amount = AmountFormat.Full(details.Amount, language);
        var qr = withDocuments && details.EpcPayload is { } payload ? QrPng.Draw(QrMatrix.Of(payload), QrScale) : null;

        var parts = new List<LetterPart> { new LetterText(T["transfer-mail.how"]), new LetterFacts(Facts(T, details, amount), ForCopying: true) };
        if (details.AccountCurrency != gift.Currency)
        {
            parts.Add(new LetterText(T["transfer-mail.converts", ("currency", details.AccountCurrency)]));
        }

        if (qr is not null)
        {
            parts.Add(new LetterPicture(T["transfer-mail.qr"], QrId, T["transfer-mail.qr-alt", ("amount", amount)], QrWidth));
        }

        var page = site.Value.Address($"/{language.Code}/thanks/{await tokens.ThanksAsync(gift.Id, cancel)}");
        parts.Add(new LetterText(T["transfer-mail.next"]));
        parts.Add(new LetterAction(T["transfer-mail.open"], new Uri(page)));
        var letter = new Letter(
            language, sender.Name, T["transfer-mail.title"], T["transfer-mail.opening", ("amount", amount), ("fund", fund)], parts,
            [
                $"{entity.Name.In(language, fallback).Text} · {T["receipt1.registration"]} {entity.RegistrationNumber} · {entity.Address.In(language, fallback).Text.ReplaceLineEndings(", ")}",
                T["gift-mail.why", ("email", sender.ContactEmail)],
            ]);
        return new WrittenMail(
            T["transfer-mail.subject", ("amount", amount), ("reference", TransferReference.Grouped(details.Reference))], sender.Name, letter,
            qr is null ? [] : [new MailAttachment("transfer-qr.png", "image/png", qr, QrId)]);
    }

    public Task FollowUpAsync(Mail mail, IReadOnlyList<SentDocument> sent, CancellationToken cancel) => gifts.FollowUpAsync(mail, cancel);

    private static List<(string Name, string Value)> Facts(LanguageTexts T, TransferDetails details, string amount)
    {
        var facts = new List<(string Name, string Value)>
        {
            (T["transfer-mail.holder"], details.Holder),
            (T["transfer-mail.iban"], Grouped(details.Iban)),
        };
        if (details.Bic is { } bic)
        {
            facts.Add((T["transfer-mail.bic"], bic));
        }

        facts.Add((T["transfer-mail.bank"], details.BankName));
        facts.Add((T["transfer-mail.amount"], amount));
        facts.Add((T["transfer-mail.reference"], TransferReference.Grouped(details.Reference)));
        return facts;
    }

    /// <summary>An IBAN is printed in groups of four (ISO 13616).</summary>
    private static string Grouped(string iban) => string.Join(' ', iban.Chunk(4).Select(group => new string(group)));
}
