using Charity.Data.Work;
using Charity.Documents;
using Charity.Donations;
using Charity.Exceptions;
using Charity.Notifications;
using Charity.Receipts;
using Charity.Staff;
using Charity.Testing;
using Charity.Tests.Receipts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Moq;
using Xunit;

namespace Charity.Tests.Notifications;

public sealed class SendMailTests
{
    private static readonly MailResult Refused = new(MailOutcome.Deferred, null, "no connection");
    private static readonly MailResult Greylisted = new(MailOutcome.Deferred, 451, "try later");
    private static readonly MailResult Unclear = new(MailOutcome.Ambiguous, null, "connection lost");

    [Fact]
    [Trait("Case", "X01")]
    public async Task A_mail_whose_process_ended_before_sending_goes_later_and_once()
    {
        await using var host = await PaidAsync();
        // The receipt is committed with its mail; the relay that would send it never came to it.
        await host.RelayOnlyAsync(DonationPaid.Kind);
        Assert.Empty(host.Mailbox.Mails);

        await host.DrainAsync();
        await host.DrainAsync();

        Assert.Equal(1, host.Mailbox.Attempts);
        Assert.Equal(MailState.Sent, (await MailAsync(host)).State);
    }

    [Fact]
    [Trait("Case", "X02")]
    public async Task A_server_that_is_down_for_six_hours_gets_the_mail_afterwards()
    {
        await using var host = await PaidAsync();
        var up = host.Clock.UtcNow + TimeSpan.FromHours(6);
        for (var i = 0; i < 64; i++)
        {
            host.Mailbox.Answer(Refused);
        }

        while (host.Clock.UtcNow < up)
        {
            await host.DrainAsync();
            host.Clock.Advance(TimeSpan.FromMinutes(10));
        }

        var tried = host.Mailbox.Attempts;
        Assert.InRange(tried, 5, 12);
        Assert.Empty(host.Mailbox.Mails);
        host.Mailbox.AnswerAllFromNowOn();
        for (var i = 0; i < 40 && host.Mailbox.Mails.Count == 0; i++)
        {
            host.Clock.Advance(TimeSpan.FromMinutes(10));
            await host.DrainAsync();
        }

        var mail = Assert.Single(host.Mailbox.Mails);
        Assert.Equal((await MailAsync(host)).MessageId, mail.MessageId);
    }

    [Fact]
    [Trait("Case", "X02")]
    public async Task A_mail_that_nobody_took_for_three_days_is_given_to_a_person()
    {
        await using var host = await PaidAsync();
        host.Mailbox.Answer([.. Enumerable.Repeat(Refused, 100)]);
        for (var i = 0; i < 90; i++)
        {
            await host.DrainAsync();
            host.Clock.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal(MailState.Failed, (await MailAsync(host)).State);
        await using var db = host.Db();
        Assert.Equal(ExceptionKind.MailFailed, (await db.Exceptions.SingleAsync()).Kind);
        // Told once, as a mail that failed, not also as work that failed.
        var work = await db.Outbox.SingleAsync(m => m.State == WorkState.Parked);

        // The server is back, and a person sends it on its way.
        host.Mailbox.AnswerAllFromNowOn();
        var olena = await host.ColleagueAsync("Olena", StaffRoles.Finance);
        Assert.Equal(WorkOutcome.Done, await host.RunAsync<RetryWork, WorkOutcome>(retry => retry.RunAsync(WorkTable.Outbox, work.Id, olena, default)));
        await host.DrainAsync();
        Assert.Equal(MailState.Sent, (await MailAsync(host)).State);
        Assert.Equal((await MailAsync(host)).MessageId, Assert.Single(host.Mailbox.Mails).MessageId);
    }

    [Fact]
    [Trait("Case", "X01")]
    public async Task A_process_that_ends_between_giving_a_mail_up_and_parking_its_work_begins_no_new_tries()
    {
        await using var host = await PaidAsync();
        host.Mailbox.Answer([.. Enumerable.Repeat(Refused, 100)]);
        for (var i = 0; i < 90; i++)
        {
            await host.DrainAsync();
            host.Clock.Advance(TimeSpan.FromHours(1));
        }

        var tried = host.Mailbox.Attempts;
        await using var db = host.Db();
        var parked = db.Outbox.Where(m => m.Kind == MailDue.Kind && m.State == WorkState.Parked);
        // As the row stands when its lease runs out.
        Assert.Equal(1, await parked.ExecuteUpdateAsync(set => set.SetProperty(m => m.State, WorkState.Started).SetProperty(m => m.DueAt, host.Clock.UtcNow)));
        await host.DrainAsync();

        Assert.Equal((tried, MailState.Failed), (host.Mailbox.Attempts, (await MailAsync(host)).State));
        Assert.Equal(1, await parked.CountAsync());
        Assert.Equal(ExceptionKind.MailFailed, (await db.Exceptions.SingleAsync()).Kind);
    }

    [Fact]
    [Trait("Case", "X04")]
    public async Task A_greylisting_server_is_tried_again_after_a_quarter_of_an_hour()
    {
        await using var host = await PaidAsync();
        host.Mailbox.Answer(Greylisted);
        await host.DrainAsync();
        Assert.Equal(MailState.Deferred, (await MailAsync(host)).State);

        host.Clock.Advance(TimeSpan.FromMinutes(14));
        await host.DrainAsync();
        Assert.Equal(1, host.Mailbox.Attempts);

        host.Clock.Advance(TimeSpan.FromMinutes(2));
        await host.DrainAsync();
        Assert.Equal(2, host.Mailbox.Attempts);
        Assert.Equal(MailState.Sent, (await MailAsync(host)).State);
    }

    [Fact]
    [Trait("Case", "X04")]
    public async Task A_refusal_for_good_is_a_bounce_and_is_never_tried_again()
    {
        await using var host = await PaidAsync();
        host.Mailbox.Answer(new MailResult(MailOutcome.Bounced, 550, "<olena@example.org>: no such user"));
        await host.DrainAsync();
        host.Clock.Advance(TimeSpan.FromDays(4));
        await host.DrainAsync();

        Assert.Equal(1, host.Mailbox.Attempts);
        var mail = await MailAsync(host);
        Assert.Equal((MailState.Bounced, "550 <(address)>: no such user"), (mail.State, mail.LastReply));
        await using var db = host.Db();
        Assert.NotNull((await db.Donors.SingleAsync()).BouncedAt);
        var finding = await db.Exceptions.SingleAsync();
        Assert.Equal(ExceptionKind.MailBounced, finding.Kind);
        Assert.DoesNotContain("olena", finding.Detail, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Case", "X03")]
    public async Task A_mail_in_doubt_is_sent_once_more_with_the_same_id_and_number()
    {
        await using var host = await PaidAsync();
        host.Mailbox.Answer(Unclear);
        await host.DrainAsync();
        Assert.Equal((MailState.Ambiguous, 1), await StateAsync(host));
        host.Clock.Advance(TimeSpan.FromMinutes(16));
        await host.DrainAsync();

        Assert.Equal((MailState.Sent, 1), await StateAsync(host));
        Assert.Equal(2, host.Mailbox.Mails.Count);
        Assert.Single(host.Mailbox.Mails.Select(m => m.MessageId).Distinct());
        Assert.Single(host.Mailbox.Mails.Select(m => m.Attachments.Single().FileName).Distinct());
        await using var db = host.Db();
        Assert.Equal(1, await db.Receipts.CountAsync());
    }

    [Fact]
    [Trait("Case", "X03")]
    public async Task A_mail_twice_in_doubt_is_flagged_and_left_alone()
    {
        await using var host = await PaidAsync();
        host.Mailbox.Answer(Unclear, Unclear);
        for (var i = 0; i < 10; i++)
        {
            await host.DrainAsync();
            host.Clock.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal(2, host.Mailbox.Attempts);
        Assert.Equal((MailState.Ambiguous, 2), await StateAsync(host));
        await using var db = host.Db();
        Assert.Equal(ExceptionKind.MailUncertain, (await db.Exceptions.SingleAsync()).Kind);
    }

    [Fact]
    [Trait("Case", "X05")]
    public async Task A_process_killed_between_the_servers_yes_and_our_note_sends_at_most_one_more_and_flags_it()
    {
        await using var host = await PaidAsync();
        await host.RelayOnlyAsync(DonationPaid.Kind);
        // What such a kill leaves: marked as being sent, handed over, and nothing after it.
        var id = (await MailAsync(host)).Id;
        var prepared = await host.RunAsync<PrepareMail, PreparedMail>(p => p.RunAsync(id, default));
        await host.Mailbox.SendAsync(prepared.Mail!, default);
        Assert.Equal(MailState.Sending, (await MailAsync(host)).State);

        await host.DrainAsync();
        await host.DrainAsync();

        Assert.Equal(2, host.Mailbox.Mails.Count);
        Assert.Single(host.Mailbox.Mails.Select(m => m.MessageId).Distinct());
        Assert.Equal((MailState.Sent, 1), await StateAsync(host));
    }

    [Fact]
    [Trait("Case", "X05")]
    public async Task Killed_twice_while_sending_it_is_not_sent_a_third_time()
    {
        await using var host = await PaidAsync();
        await host.RelayOnlyAsync(DonationPaid.Kind);
        var id = (await MailAsync(host)).Id;
        for (var i = 0; i < 2; i++)
        {
            var prepared = await host.RunAsync<PrepareMail, PreparedMail>(p => p.RunAsync(id, default));
            await host.Mailbox.SendAsync(prepared.Mail!, default);
        }

        await host.DrainAsync();

        Assert.Equal(2, host.Mailbox.Attempts);
        Assert.Equal((MailState.Ambiguous, 2), await StateAsync(host));
    }

    [Fact]
    [Trait("Case", "X07")]
    public async Task A_receipt_that_cannot_be_drawn_goes_without_its_document_after_three_tries()
    {
        var broken = new Mock<IDocumentRenderer>();
        broken.Setup(r => r.Render(It.IsAny<Document>())).Throws(new UnprintableTextException(["\U0001F600"]));
        await using var host = await PaidAsync(services => services.AddSingleton(broken.Object));
        for (var i = 0; i < 6; i++)
        {
            await host.DrainAsync();
            host.Clock.Advance(TimeSpan.FromMinutes(5));
        }

        var sent = Assert.Single(host.Mailbox.Mails);
        Assert.Empty(sent.Attachments);
        Assert.Contains("https://give.example.org/receipts/", sent.Text, StringComparison.Ordinal);
        broken.Verify(r => r.Render(It.IsAny<Document>()), Times.Exactly(3));
        var mail = await MailAsync(host);
        Assert.True(mail.WithoutDocument);
        await using var db = host.Db();
        Assert.Equal(ExceptionKind.ReceiptFailed, (await db.Exceptions.SingleAsync()).Kind);
        Assert.Null((await db.Receipts.SingleAsync()).SentSha256);
    }

    [Fact]
    [Trait("Case", "X06")]
    public async Task What_donors_type_cannot_begin_a_header_or_an_element()
    {
        await using var host = await PaidAsync(words: new("Eve\r\nBcc: all@example.org", "en", "eve@example.org", "<img src=x onerror=alert(1)>\nX: y"));
        await host.DrainAsync();

        var mail = Assert.Single(host.Mailbox.Mails);
        Assert.DoesNotContain(mail.ToName + mail.Subject + mail.FromName, c => char.IsControl(c));
        Assert.DoesNotContain("<img", mail.Html, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Case", "D02")]
    public async Task A_receipt_that_became_void_before_it_was_sent_is_not_sent()
    {
        await using var host = await PaidAsync();
        host.Mailbox.Answer(Greylisted);
        await host.DrainAsync();
        await using (var db = host.Db())
        {
            var gift = await db.Donations.Select(d => d.Id).SingleAsync();
            await host.RefundAsync(gift, 2500);
        }

        await host.DrainAsync();
        host.Clock.Advance(TimeSpan.FromHours(1));
        await host.DrainAsync();

        Assert.Equal(1, host.Mailbox.Attempts);
        // Neither it nor the word that it is void: the donor holds nothing.
        await using var after = host.Db();
        Assert.Equal([MailState.Withdrawn, MailState.Withdrawn], await after.Mails.Select(m => m.State).ToListAsync());
    }

    [Fact]
    public async Task Staff_may_send_a_receipt_once_more()
    {
        await using var host = await PaidAsync();
        await host.DrainAsync();
        Guid receipt;
        await using (var db = host.Db())
        {
            receipt = await db.Receipts.Select(r => r.Id).SingleAsync();
        }

        Assert.Equal(ResendOutcome.Queued, await host.RunAsync<ResendReceipt, ResendOutcome>(r => r.RunAsync(new(receipt, null, Charity.Data.Audit.Actor.Program("test")), default)));
        Assert.Equal(ResendOutcome.AlreadyUnderWay, await host.RunAsync<ResendReceipt, ResendOutcome>(r => r.RunAsync(new(receipt, null, Charity.Data.Audit.Actor.Program("test")), default)));
        await host.DrainAsync();

        Assert.Equal(2, host.Mailbox.Mails.Count);
        Assert.Equal(2, host.Mailbox.Mails.Select(m => m.MessageId).Distinct().Count());
        Assert.Equal(
            host.Mailbox.Mails[0].Attachments[0].Content.ToArray(), host.Mailbox.Mails[1].Attachments[0].Content.ToArray());
        Assert.Equal(ResendOutcome.Unknown, await host.RunAsync<ResendReceipt, ResendOutcome>(r => r.RunAsync(new(Guid.NewGuid(), null, Charity.Data.Audit.Actor.Program("test")), default)));
    }

    private static async Task<CharityHost> PaidAsync(Action<IServiceCollection>? configure = null, PaidGifts.Words? words = null)
    {
        var host = await CharityHost.StartAsync(configure);
        var organisation = await host.SetUpOrganisationAsync();
        await host.PayAsync(organisation, words: words);
        return host;
    }

    private static async Task<Mail> MailAsync(CharityHost host)
    {
        await using var db = host.Db();
        return await db.Mails.AsNoTracking().SingleAsync();
    }

    private static async Task<(MailState State, int AmbiguousSends)> StateAsync(CharityHost host)
    {
        var mail = await MailAsync(host);
        return (mail.State, mail.AmbiguousSends);
    }
}
