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
        Assert.Single(host.Mailbox.Mails);
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
