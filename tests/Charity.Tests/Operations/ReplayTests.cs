using Charity.Data.Work;
using Charity.Donations;
using Charity.Testing;
using Charity.Web.Commands;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Charity.Tests.Operations;

/// <summary>Reading stored events again from the command line.</summary>
public sealed class ReplayTests
{
    [Fact]
    public async Task Reading_every_event_again_and_again_changes_nothing()
    {
        await using var host = await StartAsync();
        var gift = await host.GivenAsync();
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));
        var before = await Reconciliation.BooksDump.OfAsync(host);
        var mails = host.Mailbox.Mails.Count;

        for (var round = 0; round < 2; round++)
        {
            var said = await RunAsync(host, "replay-inbox", "--from", "2020-01-01");
            Assert.Contains(": filed again", said, StringComparison.Ordinal);
            Assert.Contains(": waits already", await RunAsync(host, "replay-inbox", "--from", "2020-01-01"), StringComparison.Ordinal);
            await host.AdvanceAsync(TimeSpan.FromMinutes(2));
        }

        Assert.Equal(before, await Reconciliation.BooksDump.OfAsync(host));
        Assert.Equal(mails, host.Mailbox.Mails.Count);
        Assert.Equal(DonationStatus.Succeeded, (await host.GiftAsync(gift.Id)).Status);
    }

    [Fact]
    public async Task A_parked_event_is_tried_again_and_a_dry_run_only_says_so()
    {
        await using var host = await StartAsync();
        var gift = await host.GiveAsync();
        await host.PayAsync(gift);
        await host.DeliverWebhooksAsync();
        await using (var db = host.Db())
        {
            await db.Inbox.ExecuteUpdateAsync(set => set.SetProperty(e => e.State, WorkState.Parked).SetProperty(e => e.Attempts, 8));
        }

        var dry = await RunAsync(host, "replay-inbox", "--type", "checkout.session.completed", "--dry-run");
        Assert.StartsWith("2026-03-10", dry, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed. It would be: 1 filed again.", dry, StringComparison.Ordinal);
        Assert.Equal(0, await host.DrainAsync());
        await RunAsync(host, "replay-inbox", "--type", "checkout.session.completed");
        await host.DrainAsync();

        Assert.Equal(DonationStatus.Succeeded, (await host.GiftAsync(gift.Id)).Status);
        await using var after = host.Db();
        var row = await after.Inbox.AsNoTracking().SingleAsync(e => e.Type == "checkout.session.completed");
        Assert.Equal((WorkState.Done, 1), (row.State, row.Attempts));
        Assert.Contains("read again from the command line", row.StaffNote, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_staff_set_aside_or_was_never_to_be_trusted_stays_so_unless_staffs_own_is_named()
    {
        await using var host = await StartAsync();
        var gift = await host.GiveAsync();
        await host.PayAsync(gift);
        await host.DeliverWebhooksAsync();
        string aside;
        await using (var db = host.Db())
        {
            aside = await db.Inbox.Where(e => e.Type == "checkout.session.completed").Select(e => e.EventId).SingleAsync();
            await db.Inbox.ExecuteUpdateAsync(set => set.SetProperty(e => e.State, WorkState.Quarantined));
            await db.Inbox.Where(e => e.EventId == aside).ExecuteUpdateAsync(set => set
                .SetProperty(e => e.State, WorkState.Ignored).SetProperty(e => e.StaffNote, "set aside by Ana: a test"));
        }

        var said = await RunAsync(host, "replay-inbox", "--from", "2020-01-01", "--to", "2030-01-01");
        Assert.Contains("set aside by staff (set aside by Ana: a test)", said, StringComparison.Ordinal);
        Assert.DoesNotContain("filed again", said, StringComparison.Ordinal);
        Assert.Equal(0, await host.DrainAsync());

        await RunAsync(host, "replay-inbox", "--id", aside);
        await host.DrainAsync();
        Assert.Equal(DonationStatus.Succeeded, (await host.GiftAsync(gift.Id)).Status);
    }

    [Theory]
    [InlineData("replay-inbox")]
    [InlineData("replay-inbox", "--dry-run")]
    [InlineData("replay-inbox", "--from", "yesterday")]
    [InlineData("replay-inbox", "--everything", "yes")]
    [InlineData("replay-inbox", "--id")]
    public async Task Without_a_clear_choice_nothing_is_read_again(params string[] words)
    {
        await using var host = await CharityHost.StartAsync();
        await using var writer = new StringWriter();
        Assert.Equal(AdminCommands.NotUnderstood, await new AdminCommands(host.Services, TextReader.Null, writer).RunAsync(words, default));
    }

    private static async Task<CharityHost> StartAsync()
    {
        var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        await host.RunTimetableAsync();
        return host;
    }

    private static async Task<string> RunAsync(CharityHost host, params string[] args)
    {
        await using var writer = new StringWriter();
        var code = await new AdminCommands(host.Services, TextReader.Null, writer).RunAsync(args, default);
        Assert.True(code == AdminCommands.Done, writer.ToString());
        return writer.ToString();
    }
}
