using Charity.Data.Audit;
using Charity.Donations;
using Charity.GiftDesk;
using Charity.Notifications;
using Charity.Receipts;
using Charity.Testing;
using Charity.Tests.GiftDesk;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Tests.Receipts;

public sealed class CorrectGiftTests
{
    private static readonly Actor Me = Actor.Staff(Guid.NewGuid(), "Olena");

    [Fact]
    [Trait("Case", "D07")]
    public async Task A_corrected_name_brings_a_new_numbered_receipt_and_leaves_the_books_alone()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        var gift = await host.GivenAsync();
        var books = await host.BalancesAsync();
        var totals = (await host.TotalsAsync()).Select(t => (t.RaisedMinor, t.Gifts, t.Donors)).ToList();
        var old = await StandingAsync(host, gift.Id);
        await host.AdvanceAsync(TimeSpan.FromHours(2));

        var outcome = await CorrectAsync(host, gift.Id, "Олена Ґудзь-Їжакевич");
        await host.DrainAsync();

        Assert.Equal(CorrectGiftResult.Reissued, outcome.Result);
        var now = await StandingAsync(host, gift.Id);
        Assert.Equal(outcome.Detail, now.Number);
        Assert.NotEqual(old.Number, now.Number);
        var snapshot = ReceiptSnapshot.FromJson(now.Snapshot);
        Assert.Equal(("Олена Ґудзь-Їжакевич", old.Number), (snapshot.DonorName, snapshot.Replaces));
        Assert.Equal(ReceiptSnapshot.FromJson(old.Snapshot) with { Number = "", Replaces = null, DonorName = "", IssuedAt = default, Pages = [] },
            snapshot with { Number = "", Replaces = null, DonorName = "", IssuedAt = default, Pages = [] });
        Assert.Contains(now.Number, host.Mailbox.Mails[^1].Subject, StringComparison.Ordinal);
        await using var db = host.Db();
        var replaced = await db.Receipts.SingleAsync(r => r.Id == old.Id);
        Assert.Equal(ReceiptState.Replaced, replaced.State);
        Assert.Contains(now.Number, replaced.VoidReason, StringComparison.Ordinal);
        await using (var scope = host.Scope())
        {
            var tokens = host.Services.GetRequiredService<Charity.Data.PublicTokens>();
            var check = await scope.ServiceProvider.GetRequiredService<CheckReceipt>()
                .RunAsync(tokens.For(Receipt.CheckToken, old.Id, old.TokenVersion), default);
            Assert.Equal(ReceiptState.Replaced, check!.State);
        }

        Assert.Equal(books, await host.BalancesAsync());
        Assert.Equal(totals, (await host.TotalsAsync()).Select(t => (t.RaisedMinor, t.Gifts, t.Donors)));
        Assert.Equal([gift.Id], (await GiftListTests.ReadAsync(host, new GiftFilter("їжакев"))).Rows.Select(r => r.Id));
        Assert.Empty((await GiftListTests.ReadAsync(host, new GiftFilter("шевченко"))).Rows);
        var line = await db.Audit.SingleAsync(a => a.Action == CorrectGift.Action);
        Assert.Equal(("gift:" + gift.Id.ToString("N"), "A typing mistake"), (line.Subject, line.Reason));
        Assert.Contains("Ґудзь", line.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_correction_twice_is_one_receipt()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        var gift = await host.GivenAsync();

        Assert.Equal(CorrectGiftResult.Reissued, (await CorrectAsync(host, gift.Id, "Олена Коваль")).Result);
        Assert.Equal(CorrectGiftResult.Unchanged, (await CorrectAsync(host, gift.Id, " Олена  Коваль ")).Result);

        await using var db = host.Db();
        Assert.Equal(2, await db.Receipts.CountAsync(r => r.DonationId == gift.Id));
        Assert.Equal(1, await db.Audit.CountAsync(a => a.Action == CorrectGift.Action));
    }

    [Fact]
    public async Task Two_colleagues_at_one_form_do_not_take_each_other_s_correction_back()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        var gift = await host.GivenAsync();
        var seen = (await host.GiftAsync(gift.Id)).Version;

        Assert.Equal(CorrectGiftResult.Reissued, (await SendAsync("Олена Коваль", "donor@example.org", seen)).Result);
        Assert.Equal(CorrectGiftResult.Unchanged, (await SendAsync("Олена Коваль", "donor@example.org", seen)).Result);
        Assert.Equal(CorrectGiftResult.ChangedMeanwhile, (await SendAsync("Olena Шевченко", "other@example.org", seen)).Result);

        var now = await host.GiftAsync(gift.Id);
        Assert.Equal(("Олена Коваль", "donor@example.org"), (now.DonorName, now.Email));
        Assert.Equal(CorrectGiftResult.SentAgain, (await SendAsync("Олена Коваль", "other@example.org", now.Version)).Result);

        Task<CorrectGiftOutcome> SendAsync(string name, string email, int version) => host.RunAsync<CorrectGift, CorrectGiftOutcome>(
            c => c.RunAsync(new(gift.Id, name, email, null, null, "A typing mistake", Me, version), default));
    }

    [Fact]
    public async Task A_wrong_address_is_corrected_without_a_new_receipt_and_the_gift_leaves_the_stranger()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        await host.GivenAsync(email: "right@example.org");
        var gift = await host.GivenAsync(email: "wrnog@example.org");
        Assert.Equal(2, (await host.TotalsAsync()).Single(t => t.Currency == "EUR").Donors);
        var number = (await StandingAsync(host, gift.Id)).Number;

        var outcome = await CorrectAsync(host, gift.Id, email: "Right@example.org");
        await host.DrainAsync();

        Assert.Equal(new CorrectGiftOutcome(CorrectGiftResult.SentAgain, number), outcome);
        Assert.Contains("Right@example.org", host.Mailbox.Mails[^1].ToAddress, StringComparison.Ordinal);
        Assert.Contains(number, host.Mailbox.Mails[^1].Subject, StringComparison.Ordinal);
        var total = (await host.TotalsAsync()).Single(t => t.Currency == "EUR");
        Assert.Equal((5000, 2, 1), (total.RaisedMinor, total.Gifts, total.Donors));
        await using var db = host.Db();
        Assert.Single(await db.Donations.Select(d => d.DonorId).Distinct().ToListAsync());
    }

    [Fact]
    public async Task A_receipt_that_still_waits_to_go_to_the_wrong_address_goes_to_the_right_one_only()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        var gift = await host.GivenAsync(email: "wrnog@example.org");
        var receipt = (await StandingAsync(host, gift.Id)).Id;
        await host.DrainAsync();
        var before = host.Mailbox.Mails.Count;
        Assert.Equal(ResendOutcome.Queued, await host.RunAsync<ResendReceipt, ResendOutcome>(r => r.RunAsync(new(receipt, null, Me), default)));

        Assert.Equal(CorrectGiftResult.SentAgain, (await CorrectAsync(host, gift.Id, email: "right@example.org")).Result);
        await host.DrainAsync();

        Assert.Equal(["right@example.org"], host.Mailbox.Mails.Skip(before).Select(m => m.ToAddress));
        await using var db = host.Db();
        Assert.False(await db.Outbox.AnyAsync(m => m.State != Charity.Data.Work.WorkState.Done));
    }

    [Fact]
    [Trait("Case", "X01")]
    public async Task A_receipt_whose_sending_was_cut_off_does_not_go_to_the_wrong_address_afterwards()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        var gift = await host.GivenAsync(email: "wrnog@example.org");
        await host.DrainAsync();
        var before = host.Mailbox.Mails.Count;
        var receipt = (await StandingAsync(host, gift.Id)).Id;
        Assert.Equal(ResendOutcome.Queued, await host.RunAsync<ResendReceipt, ResendOutcome>(r => r.RunAsync(new(receipt, null, Me), default)));
        await using var db = host.Db();
        var cutOff = await db.Mails.OrderByDescending(m => m.Id).Select(m => m.Id).FirstAsync();
        // Marked as being sent, and then the process ended.
        await host.RunAsync<PrepareMail, PreparedMail>(p => p.RunAsync(cutOff, default));

        Assert.Equal(CorrectGiftResult.SentAgain, (await CorrectAsync(host, gift.Id, email: "right@example.org")).Result);
        await host.DrainAsync();

        Assert.Equal(["right@example.org"], host.Mailbox.Mails.Skip(before).Select(m => m.ToAddress));
        Assert.Equal(MailState.Withdrawn, (await db.Mails.AsNoTracking().SingleAsync(m => m.Id == cutOff)).State);
        Assert.False(await db.Outbox.AnyAsync(m => m.State != Charity.Data.Work.WorkState.Done));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task News_of_a_voided_receipt_goes_to_the_corrected_address_only_also_when_its_sending_was_cut_off(bool cutOff)
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        var gift = await host.GivenAsync(email: "wrnog@example.org");
        await host.DrainAsync();
        var before = host.Mailbox.Mails.Count;
        var receipt = (await StandingAsync(host, gift.Id)).Id;
        Assert.Equal(VoidOutcome.Voided, await host.RunAsync<VoidReceipt, VoidOutcome>(u => u.RunAsync(new(receipt, "typed twice by the office"), default)));
        await using var db = host.Db();
        var news = await db.Mails.Where(m => m.Kind == VoidedReceiptMail.MailKind).Select(m => m.Id).SingleAsync();
        if (cutOff)
        {
            // Marked as being sent, and then the process ended.
            await host.RunAsync<PrepareMail, PreparedMail>(p => p.RunAsync(news, default));
        }

        Assert.Equal(CorrectGiftResult.CorrectedWithoutReceipt, (await CorrectAsync(host, gift.Id, email: "rihgt@example.org")).Result);
        Assert.Equal(CorrectGiftResult.CorrectedWithoutReceipt, (await CorrectAsync(host, gift.Id, email: "right@example.org")).Result);
        await host.DrainAsync();

        var mail = Assert.Single(host.Mailbox.Mails.Skip(before));
        Assert.Equal("right@example.org", mail.ToAddress);
        Assert.Contains("/thanks/", mail.Text, StringComparison.Ordinal);
        Assert.Equal(MailState.Withdrawn, (await db.Mails.AsNoTracking().SingleAsync(m => m.Id == news)).State);
        Assert.False(await db.Outbox.AnyAsync(m => m.State != Charity.Data.Work.WorkState.Done));

        // What has been told is not told again.
        await CorrectAsync(host, gift.Id, email: "other@example.org");
        await host.DrainAsync();
        Assert.Single(host.Mailbox.Mails.Skip(before));
    }

    [Fact]
    public async Task A_company_that_gave_is_named_and_a_gift_of_last_year_gets_a_number_of_this_one()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        var gift = await host.GivenAsync();
        var old = await StandingAsync(host, gift.Id);
        await host.JumpAsync(new DateTime(host.Clock.UtcNow.Year + 1, 1, 20, 0, 0, 0, DateTimeKind.Utc) - host.Clock.UtcNow);
        var books = await host.BalancesAsync();

        var outcome = await CorrectAsync(host, gift.Id, company: "ТОВ «Ромашка»", number: "205000001");

        Assert.Equal(CorrectGiftResult.Reissued, outcome.Result);
        var now = await StandingAsync(host, gift.Id);
        Assert.Equal((old.Year + 1, 1), (now.Year, now.Sequence));
        var (before, after) = (ReceiptSnapshot.FromJson(old.Snapshot), ReceiptSnapshot.FromJson(now.Snapshot));
        Assert.Equal((before.ReceivedOn, before.AmountMinor), (after.ReceivedOn, after.AmountMinor));
        Assert.Equal(("ТОВ «Ромашка»", "205000001"), (after.CompanyName, after.CompanyNumber));
        Assert.Equal(books, await host.BalancesAsync());
    }

    [Fact]
    [Trait("Case", "D02")]
    public async Task A_part_that_is_left_stays_certified_and_a_gift_sent_back_whole_gets_no_receipt()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        var part = await host.GivenAsync(10_000, email: "part@example.org");
        var whole = await host.GivenAsync(5_000, email: "whole@example.org");
        await host.RefundInDashboardAsync(part, 4_000);
        await host.RefundInDashboardAsync(whole);
        await host.AdvanceAsync(TimeSpan.FromMinutes(5));

        Assert.Equal(CorrectGiftResult.Reissued, (await CorrectAsync(host, part.Id, "Олена Коваль", "part@example.org")).Result);
        Assert.Equal(CorrectGiftResult.Corrected, (await CorrectAsync(host, whole.Id, "Олена Коваль", "whole@example.org")).Result);
        await host.AdvanceAsync(TimeSpan.FromMinutes(5));

        Assert.Equal(6_000, ReceiptSnapshot.FromJson((await StandingAsync(host, part.Id)).Snapshot).AmountMinor);
        await using var db = host.Db();
        Assert.False(await db.Receipts.AnyAsync(r => r.DonationId == whole.Id && r.State == ReceiptState.Valid));
    }

    [Fact]
    [Trait("Case", "D02")]
    public async Task A_person_s_tax_number_stands_on_no_certificate_of_a_company_also_after_a_part_was_sent_back()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        var gift = await host.GivenAsync(10_000);
        Assert.Equal(AddTaxIdOutcome.Added, (await host.RunAsync<AddTaxId, TaxIdResult>(
            add => add.RunAsync(new(gift.Id, Charity.Organisation.TaxIdKind.BgEgn, "7523169263"), default))).Outcome);
        Assert.Equal(CorrectGiftResult.Reissued, (await CorrectAsync(host, gift.Id, company: "ТОВ «Ромашка»", number: "205000001")).Result);
        Assert.Null(ReceiptSnapshot.FromJson((await StandingAsync(host, gift.Id)).Snapshot).DonorTaxId);

        await host.RefundInDashboardAsync(gift, 4_000);
        await host.AdvanceAsync(TimeSpan.FromMinutes(5));

        var left = ReceiptSnapshot.FromJson((await StandingAsync(host, gift.Id)).Snapshot);
        Assert.Equal((6_000, "ТОВ «Ромашка»", null), (left.AmountMinor, left.CompanyName, left.DonorTaxId));
    }

    [Fact]
    public async Task A_correction_that_comes_while_the_receipt_is_being_written_reaches_it_all_the_same()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        var gift = await host.GiveAsync();
        await host.PayAsync(gift);
        await host.DeliverWebhooksAsync();
        // The gift is settled by hand, so that no receipt is written yet.
        await using (var scope = host.Scope())
        {
            var outcome = await scope.ServiceProvider.GetRequiredService<RefreshGift>().RunAsync(gift.Id, null, default);
            Assert.True(outcome);
        }

        Assert.Equal(DonationStatus.Succeeded, (await host.GiftAsync(gift.Id)).Status);
        // Written with the old name by a commit that read the gift before the correction.
        Assert.Equal(CorrectGiftResult.Corrected, (await CorrectAsync(host, gift.Id, "Олена Коваль")).Result);
        await host.ArriveAsync();
        await host.AdvanceAsync(TimeSpan.FromMinutes(2));

        Assert.Equal("Олена Коваль", ReceiptSnapshot.FromJson((await StandingAsync(host, gift.Id)).Snapshot).DonorName);
    }

    [Fact]
    public async Task A_review_replaces_a_receipt_that_names_another_donor_than_the_gift()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        var gift = await host.GivenAsync();
        await using (var scope = host.Scope())
        {
            var db = scope.ServiceProvider.GetRequiredService<Charity.Data.CharityDb>();
            var row = await db.Donations.SingleAsync(d => d.Id == gift.Id);
            row.CorrectIdentity("Олена Коваль", row.Email, null, null);
            scope.ServiceProvider.GetRequiredService<Charity.Data.Work.Outbox>().Add(new DonationReversed(gift.Id, row.Version));
            await db.SaveChangesAsync();
        }

        await host.DrainAsync();

        Assert.Equal("Олена Коваль", ReceiptSnapshot.FromJson((await StandingAsync(host, gift.Id)).Snapshot).DonorName);
    }

    [Theory]
    [InlineData("", "donor@example.org", "why", CorrectGiftResult.NameMissing)]
    [InlineData("Олена", "donor@example.org,other@example.org", "why", CorrectGiftResult.EmailInvalid)]
    [InlineData("Олена", "donor@example.org", "  ", CorrectGiftResult.ReasonMissing)]
    [InlineData("龍", "donor@example.org", "why", CorrectGiftResult.Unprintable)]
    [Trait("Case", "X06")]
    public async Task What_cannot_be_printed_or_mailed_changes_nothing(string name, string email, string reason, CorrectGiftResult result)
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        var gift = await host.GivenAsync();
        var outcome = await host.RunAsync<CorrectGift, CorrectGiftOutcome>(c => c.RunAsync(new(gift.Id, name, email, null, null, reason, Me), default));
        Assert.Equal(result, outcome.Result);
        Assert.Equal("Olena Шевченко", (await host.GiftAsync(gift.Id)).DonorName);
    }

    [Fact]
    public async Task A_gift_that_is_not_paid_has_nothing_to_correct()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        var gift = await host.GiveAsync();
        Assert.Equal(CorrectGiftResult.NotPaid, (await CorrectAsync(host, gift.Id, "Олена Коваль")).Result);
        Assert.Equal(CorrectGiftResult.Unknown, (await CorrectAsync(host, Guid.NewGuid(), "Олена Коваль")).Result);
    }

    [Fact]
    public async Task A_receipt_goes_again_to_the_address_that_was_named_and_not_too_often()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        var gift = await host.GivenAsync();
        var receipt = (await StandingAsync(host, gift.Id)).Id;

        Assert.Equal(ResendOutcome.AddressInvalid, await ResendAsync("not an address"));
        Assert.Equal(ResendOutcome.Queued, await ResendAsync("accountant@example.org"));
        await host.DrainAsync();
        Assert.Equal(ResendOutcome.Queued, await ResendAsync(null));
        await host.DrainAsync();
        Assert.Equal(ResendOutcome.TooOften, await ResendAsync(null));
        await host.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(ResendOutcome.Queued, await ResendAsync(null));

        Assert.Equal(["donor@example.org", "accountant@example.org", "donor@example.org"], host.Mailbox.Mails.Select(m => m.ToAddress));
        await using var db = host.Db();
        var lines = await db.Audit.Where(a => a.Action == ResendReceipt.Action).OrderBy(a => a.Id).Select(a => a.Detail!).ToListAsync();
        Assert.Equal(3, lines.Count);
        Assert.Contains("accountant@example.org", lines[0], StringComparison.Ordinal);

        Task<ResendOutcome> ResendAsync(string? to) => host.RunAsync<ResendReceipt, ResendOutcome>(r => r.RunAsync(new(receipt, to, Me), default));
    }

    [Fact]
    public async Task How_a_donor_is_shown_changes_without_touching_totals_and_is_written_down()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        var gift = await host.GivenAsync();
        var totals = (await host.TotalsAsync()).Select(t => (t.RaisedMinor, t.Gifts, t.Donors)).ToList();

        Assert.Equal(ShowDonorOutcome.Changed, await ShowAsync(Anonymity.Hidden));
        Assert.Equal(ShowDonorOutcome.Unchanged, await ShowAsync(Anonymity.Hidden));

        Assert.Equal(Anonymity.Hidden, (await host.GiftAsync(gift.Id)).Anonymity);
        Assert.Equal(totals, (await host.TotalsAsync()).Select(t => (t.RaisedMinor, t.Gifts, t.Donors)));
        await using var db = host.Db();
        Assert.Equal(1, await db.Audit.CountAsync(a => a.Action == ShowDonorAs.Action));

        Task<ShowDonorOutcome> ShowAsync(Anonymity anonymity)
            => host.RunAsync<ShowDonorAs, ShowDonorOutcome>(s => s.RunAsync(new(gift.Id, anonymity, Me), default));
    }

    private static async Task<CorrectGiftOutcome> CorrectAsync(
        CharityHost host, Guid gift, string? name = null, string? email = null, string? company = null, string? number = null)
        => await host.RunAsync<CorrectGift, CorrectGiftOutcome>(c => c.RunAsync(
            new(gift, name ?? "Olena Шевченко", email ?? "donor@example.org", company, number, "A typing mistake", Me), default));

    private static async Task<Receipt> StandingAsync(CharityHost host, Guid gift)
    {
        await using var db = host.Db();
        return await db.Receipts.AsNoTracking().SingleAsync(r => r.DonationId == gift && r.State == ReceiptState.Valid);
    }
}
