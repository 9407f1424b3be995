using Charity.Accounting;
using Charity.Data;
using Charity.Donations;
using Charity.Donations.Attacks;
using Charity.Languages;
using Charity.Notifications;
using Charity.Organisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Charity.Receipts;

/// <summary>
/// Writes the mail whose link lets a held card gift go on. Anyone may have typed the address, so it holds nothing else that
/// was typed, promises nothing, and says that doing nothing is right for whoever did not mean to give.
/// </summary>
public sealed class ConfirmationMail(
    CharityDb db, Texts texts, PublicTokens tokens, GiftPurposes purposes, GiftMails gifts, IOptions<SiteOptions> site, TimeProvider time)
    : IMailWriter
{
    public const string MailKind = "gift-confirm";

    public string Kind => MailKind;

    public async Task<WrittenMail?> WriteAsync(Mail mail, bool withDocuments, CancellationToken cancel)
    {
        var gift = await db.Donations.AsNoTracking().SingleAsync(d => d.Id == mail.DonationId, cancel);
        var hold = await db.GiftHolds.AsNoTracking().SingleAsync(h => h.DonationId == gift.Id, cancel);
        if (!hold.IsOpen(time.GetUtcNow().UtcDateTime))
        {
            return null;
        }

        var language = Language.Of(mail.Language);
        var T = texts.In(language);
        var sender = await gifts.SenderAsync(language, cancel);
        var fallback = Language.Of(await db.Organisations.AsNoTracking().Select(o => o.DefaultLanguage).SingleAsync(cancel));
        await purposes.PrepareAsync([gift], cancel);
        var campaign = purposes.Of(gift).Campaign.In(language, fallback).Text;
        var amount = AmountFormat.Full(new Money(gift.AmountMinor, Currency.Of(gift.Currency)), language);
        var minutes = (int)((hold.ExpiresAt - hold.CreatedAt).Ticks / TimeSpan.TicksPerMinute);
        var letter = new Letter(
            language, sender.Name, T["confirm-mail.title"], T["confirm-mail.opening", ("amount", amount), ("campaign", campaign)],
            [
                new LetterText(T["confirm-mail.why"]),
                new LetterAction(T["confirm-mail.open"], new Uri(site.Value.Address($"/{language.Code}/confirm/{GiftHold.TokenOf(gift.Id, tokens)}"))),
                new LetterText(T["confirm-mail.until", ("count", minutes)]),
                new LetterNotice(T["confirm-mail.not-you"]),
            ],
            [T["confirm-mail.foot", ("organisation", sender.Name), ("email", sender.ContactEmail)]]);
        return new WrittenMail(T["confirm-mail.subject", ("amount", amount)], sender.Name, letter, []);
    }

    public Task FollowUpAsync(Mail mail, IReadOnlyList<SentDocument> sent, CancellationToken cancel) => gifts.FollowUpAsync(mail, cancel);
}
