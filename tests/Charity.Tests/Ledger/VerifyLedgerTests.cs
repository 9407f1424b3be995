using System.Data.Common;
using Charity.Exceptions;
using Charity.Ledger;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Charity.Tests.Ledger;

/// <summary>Each invariant finds the fault planted for it, by someone with the file and no triggers in the way.</summary>
public sealed class VerifyLedgerTests
{
    [Fact]
    public async Task Books_that_nobody_touched_hold()
    {
        await using var host = await WithGiftsAsync();
        Assert.Empty(await host.VerifyBooksAsync());
    }

    [Theory]
    [InlineData("I1", "update posting set amount_minor = amount_minor + 1 where line = 1 and entry_id = (select min(entry_id) from posting)")]
    [InlineData("I2", "delete from posting where entry_id = (select min(id) from entry)")]
    [InlineData("I3", "delete from posting where entry_id = (select min(id) from entry); delete from entry where id = (select min(id) from entry)")]
    [InlineData("I4", "update entry set source_id = 'txn_of_nobody' where id = (select min(id) from entry)")]
    [InlineData("I5", "update stripe_txn set net_minor = net_minor - 1 where id = (select min(id) from stripe_txn)")]
    [InlineData("I7", "update posting set fund_id = null where fund_id is not null")]
    [InlineData("I7", "update fund set code = 'moved', legal_entity_id = (select id from legal_entity where code = 'mk') where code = 'urgent' and legal_entity_id = (select id from legal_entity where code = 'bg')")]
    [InlineData("I8", "update posting set currency = 'USD' where line = 1 and entry_id = (select min(entry_id) from posting)")]
    [InlineData("I11", "update stripe_txn set source_id = 'ch_other'; update donation set paid_at = '2026-01-01 00:00:00'")]
    [InlineData("I12", "update donation set charge_id = null where charge_id = (select min(charge_id) from donation)")]
    [InlineData("I13", "update donation set refunded_minor = amount_minor + 1")]
    [InlineData("I14", "delete from receipt where sequence = (select max(sequence) from receipt); update donation set succeeded_at = '2026-01-01 00:00:00'")]
    [InlineData("I14n", "update receipt set sequence = sequence + 10, number = concat(number, 'x') where sequence = 2")]
    [InlineData("I16", "update campaign_total set raised_minor = raised_minor + 1")]
    [InlineData("I16", "update campaign_total set donors = donors + 1")]
    [InlineData("I16", "delete from campaign_total")]
    public async Task A_planted_fault_is_found(string invariant, string fault)
    {
        await using var host = await WithGiftsAsync();
        await host.SealAsync();
        host.SkipChecks();
        await host.Database.TamperAsync(fault);
        Assert.Contains(await VerifyOnlyAsync(host), b => b.Invariant == invariant);
    }

    [Theory]
    [InlineData("update stripe_txn set net_minor = net_minor - 1, amount_minor = amount_minor - 1 where id = (select min(id) from stripe_txn where type = 'charge')")]
    [InlineData("update stripe_txn set payout_id = null where type = 'charge'")]
    [InlineData("update payout set amount_minor = amount_minor + 1")]
    public async Task A_payout_that_is_not_the_sum_of_its_transactions_is_found(string fault)
    {
        await using var host = await WithGiftsAsync();
        await host.JumpAsync(TimeSpan.FromDays(5));
        await host.SealAsync();
        Assert.Empty(await VerifyOnlyAsync(host));
        host.SkipChecks();
        await host.Database.TamperAsync(fault);
        Assert.Contains(await VerifyOnlyAsync(host), b => b.Invariant == "I6" && b.Row.StartsWith("payout:po_", StringComparison.Ordinal));
    }

    [Theory]
    [Trait("Case", "L12")]
    [InlineData("update entry set memo = 'Something else' where id = (select min(id) from entry)")]
    [InlineData("update entry set effective_date = '2025-12-31' where id = (select min(id) from entry)")]
    [InlineData("update entry set actor = 'nobody' where id = (select max(id) from entry)")]
    [InlineData("update posting set amount_minor = amount_minor * 2 where entry_id = (select min(id) from entry)")]
    [InlineData("update posting set fund_id = (select min(id) from fund where code = 'general') where fund_id is not null and entry_id = (select min(id) from entry)")]
    [InlineData("update entry set hash = input_hash where id = (select min(id) from entry)")]
    [InlineData("delete from posting where entry_id = 2; delete from stripe_txn where id = (select source_id from entry where id = 2); delete from entry where id = 2")]
    [InlineData("update entry set sequence = 99 where sequence = 2")]
    [InlineData("update entry set sequence = -1 where sequence = 1; update entry set sequence = 1 where sequence = 2; update entry set sequence = 2 where sequence = -1")]
    public async Task A_change_in_the_file_itself_breaks_the_chain(string change)
    {
        await using var host = await WithGiftsAsync();
        await host.SealAsync();
        host.SkipChecks();
        await host.Database.TamperAsync(change);
        var broken = Assert.Single(await VerifyOnlyAsync(host), b => b.Invariant == "I17");
        Assert.Equal("chain:bg", broken.Row);
    }

    [Theory]
    [Trait("Case", "L12")]
    [InlineData("update posting set amount_minor = 1")]
    [InlineData("delete from posting")]
    [InlineData("update entry set memo = 'x'")]
    [InlineData("delete from entry")]
    public async Task Through_the_database_nobody_changes_an_entry_at_all(string change)
    {
        await using var host = await WithGiftsAsync();
        await host.SealAsync();
        await using var db = host.Db();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await Assert.ThrowsAnyAsync<DbException>(() => db.Database.ExecuteSqlRawAsync(change));
    }

    [Fact]
    [Trait("Case", "D12")]
    public async Task A_paid_gift_without_a_receipt_is_shown_to_finance_by_the_nightly_check()
    {
        await using var host = await WithGiftsAsync();
        host.SkipChecks();
        await host.Database.TamperAsync("delete from receipt where sequence = (select max(sequence) from receipt)");
        await host.JumpAsync(TimeSpan.FromHours(25));
        Guid gift;
        await using (var db = host.Db())
        {
            gift = await db.Donations.Where(d => !db.Receipts.Any(r => r.DonationId == d.Id)).Select(d => d.Id).SingleAsync();
            Assert.True(await db.LedgerChecks.AnyAsync(c => c.Breaches == 1 && c.Detail.StartsWith("I14 donation:")));
            Assert.Equal(gift, (await db.Exceptions.SingleAsync()).DonationId);
        }

        Assert.Equal([$"{ExceptionKind.ReceiptMissing} donation:{gift}"], await host.FindingsAsync());
        // Found again the next night, and still one finding.
        await host.JumpAsync(TimeSpan.FromHours(25));
        Assert.Single(await host.FindingsAsync());
    }

    [Fact]
    public async Task The_nightly_check_writes_what_it_found_and_when()
    {
        await using var host = await WithGiftsAsync();
        await host.JumpAsync(TimeSpan.FromHours(25));
        await using var db = host.Db();
        Assert.All(await db.LedgerChecks.ToListAsync(), c => Assert.Equal((0, ""), (c.Breaches, c.Detail)));
        Assert.NotEmpty(await db.LedgerChecks.ToListAsync());
        Assert.DoesNotContain(await db.Entries.ToListAsync(), e => e.Hash is null);
    }

    [Fact]
    public async Task Thousands_of_breaches_become_a_hundred_findings_and_a_count()
    {
        await using var host = await WithGiftsAsync();
        host.SkipChecks();
        await host.Database.TamperAsync(
            """
            with d(i) as (select 0 union all select 1 union all select 2 union all select 3 union all select 4
                          union all select 5 union all select 6 union all select 7 union all select 8 union all select 9)
            insert into stripe_txn (account, id, type, amount_minor, fee_minor, net_minor, currency, provider_created_at, fetched_at)
            select 'acct_x', concat('txn_', a.i, b.i, c.i, e.i), 'charge', 1, 0, 1, 'EUR', '2026-01-01 00:00:00', '2026-01-01 00:00:00'
            from d a cross join d b cross join d c cross join d e where a.i < 3
            """);
        var found = (await VerifyOnlyAsync(host)).Where(b => b.Invariant == "I3").ToList();
        Assert.Equal(101, found.Count);
        Assert.Equal("txn:more", found[^1].Row);
    }

    private static async Task<CharityHost> WithGiftsAsync()
    {
        var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        for (var i = 0; i < 3; i++)
        {
            await host.GivenAsync(2500 + i, email: $"d{i}@example.org");
        }

        await host.AdvanceAsync(TimeSpan.FromSeconds(5));
        return host;
    }

    /// <summary>Verifies without sealing first, as the seal would refuse tampered books.</summary>
    private static Task<IReadOnlyList<Breach>> VerifyOnlyAsync(CharityHost host)
        => host.RunAsync<VerifyLedger, IReadOnlyList<Breach>>(v => v.RunAsync(default));
}
