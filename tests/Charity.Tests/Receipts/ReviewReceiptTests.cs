using System.Net;
using Charity.Donations;
using Charity.Languages;
using Charity.Notifications;
using Charity.Receipts;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Charity.Tests.Receipts;

public sealed class ReviewReceiptTests
{
    [Fact]
    [Trait("Case", "D02")]
    public async Task A_gift_sent_back_whole_voids_its_receipt()
    {
        await using var host = await CharityHost.StartAsync();
        var organisation = await host.SetUpOrganisationAsync();
        var gift = await host.PayAsync(organisation, 2500);
        await host.DrainAsync();

        await host.RefundAsync(gift, 2500);
        await host.DrainAsync();

        await using var db = host.Db();
        var receipt = await db.Receipts.SingleAsync();
        Assert.Equal(ReceiptState.Void, receipt.State);
        Assert.Contains("sent back", receipt.VoidReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gift_sent_back_in_part_is_certified_anew_for_the_rest()
    {
        await using var host = await CharityHost.StartAsync();
        var organisation = await host.SetUpOrganisationAsync();
        var gift = await host.PayAsync(organisation, 2580, coveredFee: 80);
        await host.DrainAsync();

        await host.RefundAsync(gift, 1000);
        await host.DrainAsync();

        await using var db = host.Db();
        var receipts = await db.Receipts.OrderBy(r => r.Sequence).ToListAsync();
        Assert.Equal([ReceiptState.Replaced, ReceiptState.Valid], receipts.Select(r => r.State));
        Assert.Equal(["donation", "correction-2"], receipts.Select(r => r.Kind));
        var snapshot = ReceiptSnapshot.FromJson(receipts[1].Snapshot);
        Assert.Equal((1580, 0, "BG-2026-000001"), (snapshot.AmountMinor, snapshot.CoveredFeeMinor, snapshot.Replaces));
        Assert.Equal(2, host.Mailbox.Mails.Count);
        Assert.Contains("BG-2026-000001", host.Mailbox.Mails[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refund_that_failed_brings_the_receipt_back_under_a_new_number()
    {
        await using var host = await CharityHost.StartAsync();
        var organisation = await host.SetUpOrganisationAsync();
        var gift = await host.PayAsync(organisation, 2500);
        await host.DrainAsync();
        await host.RefundAsync(gift, 2500);
        await host.DrainAsync();

        await host.RefundAsync(gift, -2500);
        await host.DrainAsync();

        await using var db = host.Db();
        var receipts = await db.Receipts.OrderBy(r => r.Sequence).ToListAsync();
        Assert.Equal([ReceiptState.Void, ReceiptState.Valid], receipts.Select(r => r.State));
        Assert.Equal(2500, ReceiptSnapshot.FromJson(receipts[1].Snapshot).AmountMinor);
    }

    [Fact]
    public async Task A_gift_sent_back_before_its_receipt_is_written_gets_one_and_it_becomes_void()
    {
        await using var host = await CharityHost.StartAsync();
        var organisation = await host.SetUpOrganisationAsync();
        var gift = await host.PayAsync(organisation, 2500, tell: false);
        await host.RefundAsync(gift, 2500);
        await host.DrainAsync();
        await using (var scope = host.Scope())
        {
            var outbox = (Charity.Data.Work.Outbox)scope.ServiceProvider.GetService(typeof(Charity.Data.Work.Outbox))!;
            outbox.Add(new Charity.Donations.DonationPaid(gift));
            await ((Charity.Data.CharityDb)scope.ServiceProvider.GetService(typeof(Charity.Data.CharityDb))!).SaveChangesAsync();
        }

        await host.DrainAsync();
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.DrainAsync();

        await using var db = host.Db();
        Assert.Equal(ReceiptState.Void, (await db.Receipts.SingleAsync()).State);
        Assert.Equal(await db.Mails.CountAsync(m => m.State == MailState.Sent), host.Mailbox.Mails.Count);
    }

    [Theory]
    [InlineData("uk", true, "Квитанція BG-2026-000001 більше не дійсна", "пожертву вам повернено")]
    [InlineData("bg", false, "Разписка BG-2026-000001 вече не е валидна", "вашата банка оттегли плащането")]
    [InlineData("mk", true, "Потврдата BG-2026-000001 повеќе не важи", "донацијата ви е вратена")]
    [InlineData("en", false, "Receipt BG-2026-000001 is no longer valid", "your bank took the payment back")]
    public async Task A_donor_who_has_a_receipt_is_told_once_that_it_is_void_and_why(string language, bool refunded, string subject, string reason)
    {
        await using var host = await CharityHost.StartAsync();
        var organisation = await host.SetUpOrganisationAsync();
        var gift = await host.PayAsync(organisation, 2500, words: new PaidGifts.Words(Language: language));
        await host.DrainAsync();
        Assert.Single(host.Mailbox.Mails);

        await host.ChangeAsync(gift, g =>
        {
            if (refunded)
            {
                g.CountRefund(2500);
            }
            else
            {
                g.CountLoss(2500);
            }
        });
        await host.DrainAsync();
        await host.ChangeAsync(gift, g => g.MarkDisputed(false));
        await host.DrainAsync();

        Assert.Equal(2, host.Mailbox.Mails.Count);
        var mail = host.Mailbox.Mails[1];
        Assert.Equal((subject, "olena@example.org", language), (mail.Subject, mail.ToAddress, mail.Language));
        Assert.Empty(mail.Attachments);
        foreach (var body in new[] { mail.Text, WebUtility.HtmlDecode(mail.Html) })
        {
            Assert.Contains(reason, body, StringComparison.Ordinal);
            Assert.Contains("BG-2026-000001", body, StringComparison.Ordinal);
            Assert.Contains($"https://give.example.org/{language}/thanks/", body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_donor_whose_language_is_not_offered_any_more_hears_of_receipts_in_the_first_one_and_keeps_the_paper()
    {
        await using var host = await CharityHost.StartAsync();
        var organisation = await host.SetUpOrganisationAsync();
        await using (var db = host.Db())
        {
            await db.Organisations.ExecuteUpdateAsync(o => o.SetProperty(one => one.Languages, "bg,en").SetProperty(one => one.DefaultLanguage, "en"));
        }

        var gift = await host.PayAsync(organisation, 2500, words: new PaidGifts.Words(Language: "uk"));
        await host.DrainAsync();
        await host.RefundAsync(gift, 2500);
        await host.DrainAsync();

        var mails = host.Mailbox.Mails;
        Assert.Equal(2, mails.Count);
        Assert.All(mails, mail => Assert.Equal("en", mail.Language));
        Assert.Contains("Thank you", mails[0].Text, StringComparison.Ordinal);
        Assert.All(mails, mail => Assert.Contains("€25.00", mail.Text, StringComparison.Ordinal));
        Assert.All(mails, mail => Assert.Contains("<html lang=\"en\"", mail.Html, StringComparison.Ordinal));
        Assert.Contains("https://give.example.org/en/thanks/", mails[1].Text, StringComparison.Ordinal);
        await using var after = host.Db();
        Assert.Equal(Language.Uk, ReceiptSnapshot.FromJson((await after.Receipts.SingleAsync()).Snapshot).Pages[0].Language);
    }

    [Fact]
    public async Task Where_no_mail_brought_the_receipt_none_tells_of_its_end()
    {
        await using var host = await CharityHost.StartAsync();
        var organisation = await host.SetUpOrganisationAsync();
        // The receipt is void before its mail goes out.
        var early = await host.PayAsync(organisation, 2500);
        await host.RelayOnlyAsync(DonationPaid.Kind);
        await host.RefundAsync(early, 2500);
        await host.RelayOnlyAsync(DonationReversed.Kind);
        await host.DrainAsync();
        // The address bounced.
        host.Mailbox.Answer(new MailResult(MailOutcome.Bounced, 550, "5.1.1 no such user"));
        var bounced = await host.PayAsync(organisation, 2600, words: new PaidGifts.Words(Email: "gone@example.org"));
        await host.DrainAsync();
        await host.RefundAsync(bounced, 2600);
        await host.DrainAsync();

        Assert.DoesNotContain(host.Mailbox.Mails, m => m.Subject.Contains("не дійсний", StringComparison.Ordinal));
        await using var db = host.Db();
        Assert.All(await db.Receipts.ToListAsync(), r => Assert.Equal(ReceiptState.Void, r.State));
    }

    [Fact]
    public async Task A_receipt_withdrawn_by_hand_is_told_of_without_the_note_for_staff()
    {
        await using var host = await CharityHost.StartAsync();
        var organisation = await host.SetUpOrganisationAsync();
        await host.PayAsync(organisation, 2500, words: new PaidGifts.Words(Language: "en"));
        await host.DrainAsync();
        Guid receipt;
        await using (var db = host.Db())
        {
            receipt = (await db.Receipts.SingleAsync()).Id;
        }

        Assert.Equal(VoidOutcome.Voided, await host.RunAsync<VoidReceipt, VoidOutcome>(u => u.RunAsync(new(receipt, "typed twice by the office"), default)));
        await host.DrainAsync();
        var mail = host.Mailbox.Mails[1];
        Assert.Contains("We cancelled this receipt ourselves", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("typed twice", mail.Text + mail.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receipt_withdrawn_by_hand_is_written_anew_by_no_later_change()
    {
        await using var host = await CharityHost.StartAsync();
        var organisation = await host.SetUpOrganisationAsync();
        var gift = await host.PayAsync(organisation, 2500);
        await host.DrainAsync();
        await using (var db = host.Db())
        {
            var receipt = await db.Receipts.SingleAsync();
            await host.RunAsync<VoidReceipt, VoidOutcome>(u => u.RunAsync(new(receipt.Id, "typed twice by the office"), default));
        }

        var corrected = await host.RunAsync<CorrectGift, CorrectGiftOutcome>(c => c.RunAsync(
            new(gift, "Corrected Name", "corrected@example.org", null, null, "a slip of the pen", Charity.Data.Audit.Actor.Staff(Guid.NewGuid(), "Olena")), default));
        await host.DrainAsync();
        await host.RefundAsync(gift, 500);
        await host.DrainAsync();

        await using var after = host.Db();
        var standing = Assert.Single(await after.Receipts.ToListAsync());
        Assert.Equal((CorrectGiftResult.CorrectedWithoutReceipt, standing.Number), (corrected.Result, corrected.Detail));
        Assert.Equal((ReceiptState.Void, true), (standing.State, standing.WithdrawnByHand));
        Assert.Equal("Corrected Name", (await after.Donations.SingleAsync()).DonorName);
    }

    [Fact]
    public async Task A_corrected_receipt_that_is_withdrawn_in_the_moment_of_its_correction_stays_withdrawn()
    {
        await using var host = await CharityHost.StartAsync();
        var organisation = await host.SetUpOrganisationAsync();
        var gift = await host.PayAsync(organisation, 2500);
        await host.DrainAsync();
        Assert.Equal(CorrectGiftResult.Reissued, (await CorrectAsync("First Correction")).Result);
        Assert.Equal(CorrectGiftResult.Reissued, (await CorrectAsync("Second Correction")).Result);
        await using var db = host.Db();
        var standing = await db.Receipts.AsNoTracking().SingleAsync(r => r.State == ReceiptState.Valid);
        await host.RunAsync<VoidReceipt, VoidOutcome>(u => u.RunAsync(new(standing.Id, "typed twice by the office"), default));

        Assert.Equal(new CorrectGiftOutcome(CorrectGiftResult.CorrectedWithoutReceipt, standing.Number), await CorrectAsync("Third Correction"));
        await host.RefundAsync(gift, 500);
        await host.DrainAsync();

        Assert.Equal(3, await db.Receipts.CountAsync());
        Assert.False(await db.Receipts.AnyAsync(r => r.State == ReceiptState.Valid));

        Task<CorrectGiftOutcome> CorrectAsync(string name) => host.RunAsync<CorrectGift, CorrectGiftOutcome>(c => c.RunAsync(
            new(gift, name, "donor@example.org", null, null, "a slip of the pen", Charity.Data.Audit.Actor.Staff(Guid.NewGuid(), "Olena")), default));
    }

    [Fact]
    public async Task The_same_change_told_twice_corrects_once()
    {
        await using var host = await CharityHost.StartAsync();
        var organisation = await host.SetUpOrganisationAsync();
        var gift = await host.PayAsync(organisation, 2500);
        await host.DrainAsync();

        await host.RefundAsync(gift, 500);
        await host.ChangeAsync(gift, g => g.MarkDisputed(true));
        await host.DrainAsync();

        await using var db = host.Db();
        Assert.Equal(2, await db.Receipts.CountAsync());
    }
}
