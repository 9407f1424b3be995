using Charity.Ledger;
using Charity.Receipts;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Charity.Tests.Receipts;

/// <summary>After a restore: numbers given out since the copy are withdrawn before the next receipt.</summary>
[Trait("Case", "X14")]
public sealed class VoidReceiptRangeTests
{
    private const string Reason = "Restored the copy of 9 March; 2 to 41 were mailed since then";

    [Fact]
    public async Task The_series_goes_on_behind_the_range_without_a_gap()
    {
        await using var host = await CharityHost.StartAsync();
        var organisation = await host.SetUpOrganisationAsync();
        await host.PayAsync(organisation);
        await host.DrainAsync();

        Assert.Equal(new(VoidRangeResult.Voided, "BG-2026-000042"), await VoidAsync(host, "BG-2026-000002", "BG-2026-000041", Reason));
        await host.PayAsync(organisation);
        await host.PayAsync(organisation);
        await host.DrainAsync();

        await using var db = host.Db();
        Assert.Equal(["BG-2026-000001", "BG-2026-000042", "BG-2026-000043"], await db.Receipts.OrderBy(r => r.Sequence).Select(r => r.Number).ToListAsync());
        var range = await db.VoidedRanges.SingleAsync();
        Assert.Equal((2026, 2, 41, Reason, host.Clock.UtcNow), (range.Year, range.FirstSequence, range.LastSequence, range.Reason, range.VoidedAt));
        Assert.Empty(await NumberBreachesAsync(host));
    }

    [Fact]
    public async Task A_gap_that_no_range_explains_and_a_receipt_inside_a_range_are_found()
    {
        await using var host = await CharityHost.StartAsync();
        var organisation = await host.SetUpOrganisationAsync();
        await VoidAsync(host, "BG-2026-000001", "BG-2026-000010", Reason);
        await host.PayAsync(organisation);
        await host.DrainAsync();
        Assert.Empty(await NumberBreachesAsync(host));

        await using var db = host.Db();
        await db.Receipts.ExecuteUpdateAsync(set => set.SetProperty(r => r.Sequence, 12));
        Assert.Single(await NumberBreachesAsync(host));
        await db.Receipts.ExecuteUpdateAsync(set => set.SetProperty(r => r.Sequence, 10));
        Assert.Single(await NumberBreachesAsync(host));
    }

    [Theory]
    [InlineData("BG-2026-000001", "BG-2026-000009", Reason, VoidRangeResult.NotTheNext)]
    [InlineData("BG-2026-000003", "BG-2026-000009", Reason, VoidRangeResult.NotTheNext)]
    [InlineData("BG-2026-000009", "BG-2026-000002", Reason, VoidRangeResult.NotARange)]
    [InlineData("BG-2026-000002", "BG-2027-000009", Reason, VoidRangeResult.NotARange)]
    [InlineData("BG-2026-000002", "MK-2026-000009", Reason, VoidRangeResult.NotARange)]
    [InlineData("BG-2026-2", "BG-2026-9", Reason, VoidRangeResult.NotARange)]
    [InlineData("BG-2026-000002", "nonsense", Reason, VoidRangeResult.NotARange)]
    [InlineData("XX-2026-000001", "XX-2026-000009", Reason, VoidRangeResult.SeriesUnknown)]
    [InlineData("BG-2026-000002", "BG-2026-999999", Reason, VoidRangeResult.TooMany)]
    [InlineData("BG-2026-000002", "BG-2026-000009", " ", VoidRangeResult.ReasonMissing)]
    public async Task A_range_that_cannot_be_is_refused_and_changes_nothing(string first, string last, string reason, VoidRangeResult expected)
    {
        await using var host = await CharityHost.StartAsync();
        var organisation = await host.SetUpOrganisationAsync();
        await host.PayAsync(organisation);
        await host.DrainAsync();

        var outcome = await VoidAsync(host, first, last, reason);

        Assert.Equal((expected, expected == VoidRangeResult.NotTheNext ? "BG-2026-000002" : null), (outcome.Result, outcome.Next));
        await using var db = host.Db();
        Assert.Equal((0, 2), (await db.VoidedRanges.CountAsync(), (await db.ReceiptSeries.SingleAsync()).Next));
    }

    [Fact]
    public async Task A_series_that_the_copy_did_not_know_begins_behind_its_range()
    {
        await using var host = await CharityHost.StartAsync();
        await host.SetUpOrganisationAsync();
        Assert.Equal(new(VoidRangeResult.Voided, "MK-2025-000008"), await VoidAsync(host, "MK-2025-000001", "MK-2025-000007", Reason));
    }

    private static Task<VoidRangeOutcome> VoidAsync(CharityHost host, string first, string last, string reason)
        => host.RunAsync<VoidReceiptRange, VoidRangeOutcome>(u => u.RunAsync(new(first, last, reason), default));

    private static async Task<IReadOnlyList<Breach>> NumberBreachesAsync(CharityHost host)
        => [.. (await host.RunAsync<VerifyLedger, IReadOnlyList<Breach>>(v => v.RunAsync(default))).Where(b => b.Invariant == "I14n")];
}
