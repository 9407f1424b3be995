using Charity.Data.Audit;
using Charity.Donations;
using Charity.Notifications;
using Charity.Receipts;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Tests.Receipts;

public sealed class TransferMailTests
{
    [Theory]
    [InlineData("EUR", true)]
    [InlineData("USD", false)]
    public async Task An_announced_transfer_is_explained_by_mail_once(string currency, bool withCode)
    {
        await using var host = await CharityHost.StartAsync();
        await host.SetUpOrganisationAsync();
        var gift = await AnnounceAsync(host, currency);

        await host.DrainAsync();
        await host.DrainAsync();

        var mail = Assert.Single(host.Mailbox.Mails);
        var donation = await host.GiftAsync(gift);
        foreach (var text in new[] { mail.Text, mail.Html })
        {
            Assert.Contains("BG80 BNBG 9661 1020 3456 78", text, StringComparison.Ordinal);
            Assert.Contains(TransferReference.Grouped(donation.TransferReference!), text, StringComparison.Ordinal);
            Assert.Contains("/thanks/", text, StringComparison.Ordinal);
        }

        Assert.Equal(withCode ? ["transfer-qr"] : [], mail.Attachments.Select(a => a.ContentId));
        Assert.Equal(withCode, mail.Html.Contains("cid:transfer-qr", StringComparison.Ordinal));
        // Nobody can scan a code in plain text.
        Assert.DoesNotContain(" code", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("[", mail.Text, StringComparison.Ordinal);
        await using var db = host.Db();
        Assert.Equal((TransferMail.MailKind, MailState.Sent), await db.Mails.Select(m => new ValueTuple<string, MailState>(m.Kind, m.State)).SingleAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Details_for_a_transfer_go_to_the_corrected_address_and_no_more_to_the_wrong_one(bool cutOff)
    {
        await using var host = await CharityHost.StartAsync();
        await host.SetUpOrganisationAsync();
        var gift = await AnnounceAsync(host, "EUR");
        await host.RelayOnlyAsync(TransferAnnounced.Kind);
        await using var db = host.Db();
        var first = await db.Mails.Select(m => m.Id).SingleAsync();
        if (cutOff)
        {
            // Marked as being sent, and then the process ended.
            await host.RunAsync<PrepareMail, PreparedMail>(p => p.RunAsync(first, default));
        }

        var corrected = await host.RunAsync<CorrectGift, CorrectGiftOutcome>(c => c.RunAsync(
            new(gift, "Olena Шевченко", "right@example.org", null, null, "A typing mistake", Actor.Staff(Guid.NewGuid(), "Olena")), default));
        await host.DrainAsync();

        Assert.Equal(CorrectGiftResult.InstructedAgain, corrected.Result);
        Assert.Equal(["right@example.org"], host.Mailbox.Mails.Select(m => m.ToAddress));
        Assert.Equal(MailState.Withdrawn, (await db.Mails.AsNoTracking().SingleAsync(m => m.Id == first)).State);
    }

    private static async Task<Guid> AnnounceAsync(CharityHost host, string currency)
    {
        var form = await host.FormAsync(5000, currency);
        await using var scope = host.Scope();
        var outcome = await scope.ServiceProvider.GetRequiredService<AnnounceTransfer>().RunAsync(form, default);
        return outcome.Start.DonationId ?? throw new InvalidOperationException(string.Join(", ", outcome.Start.Faults));
    }
}
