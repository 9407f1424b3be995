using Charity.Data.Work;
using Charity.Donations;
using Charity.Operations;
using Charity.Sandbox.Stripe.Delivery;
using Charity.Testing;
using Charity.Tests.Reconciliation;
using Charity.Web.Commands;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Charity.Tests.Operations;

/// <summary>A copy of an earlier hour, put in the place of the database, and what Stripe still knows.</summary>
public sealed class RestoreTests
{
    [Fact]
    [Trait("Case", "X14")]
    public async Task A_copy_of_two_hours_ago_catches_up_from_stripe_to_the_same_books()
    {
        await using var original = await StartAsync();
        await original.GivenAsync(2_500, email: "settled@example.org");
        var refunded = await original.GivenAsync(10_000, email: "refunded@example.org");
        var disputed = await original.GivenAsync(4_000, email: "disputed@example.org");
        var begun = await original.GiveAsync(7_700, email: "begun@example.org");
        await original.AdvanceAsync(TimeSpan.FromHours(30));
        var late = await original.GiveAsync(1_200, email: "late@example.org");
        var copy = original.Database.NewCopyPath();
        await RunAsync(original, "", "backup", copy);
        var sentBefore = original.Mailbox.Mails.Select(m => m.MessageId).ToList();

        // Two hours in which everything happens that may.
        Assert.Equal(DonationStatus.Expired, (await original.GiftAsync(begun.Id)).Status);
        await original.PayAsync(late);
        await original.ArriveAsync();
        await original.RefundInDashboardAsync(refunded, 3_000);
        await original.DisputeAsync(disputed);
        await original.Stripe.RunPayoutsAsync();
        await original.AdvanceAsync(TimeSpan.FromHours(2));

        // The machine burns down; Stripe has long forgotten these events, as they were answered.
        var given = await NumbersAsync(original);
        Assert.Equal("BG-2026-000005", given[^1]);
        await using var restored = await RestoredAsync(original, copy, "BG-2026-000005");
        await restored.RunTimetableAsync();
        await restored.AdvanceAsync(TimeSpan.FromDays(1.5));
        await original.AdvanceAsync(TimeSpan.FromHours(1));

        var expected = await BooksDump.OfAsync(original);
        var actual = await BooksDump.OfAsync(restored);
        Assert.True(WithoutFindings(expected) == WithoutFindings(actual), BooksDump.Difference(WithoutFindings(expected), WithoutFindings(actual)));
        Assert.Equal(DonationStatus.Succeeded, (await restored.GiftAsync(late.Id)).Status);
        Assert.Equal(3_000, (await restored.GiftAsync(refunded.Id)).RefundedMinor);
        Assert.Contains(await restored.FindingsAsync(), f => f.StartsWith("DatabaseRestored back-up:", StringComparison.Ordinal));

        // A mail that the copy knows as sent is not sent again; what was sent later is, once.
        Assert.Equal(3, sentBefore.Count);
        Assert.Empty(restored.Mailbox.Mails.Select(m => m.MessageId).Intersect(sentBefore));
        // A number that someone holds is nobody else's.
        Assert.Equal(["BG-2026-000006", "BG-2026-000007"], (await NumbersAsync(restored)).Except(given[..3]));
        Assert.Equal(["late@example.org", "refunded@example.org"], restored.Mailbox.Mails.Select(m => m.ToAddress).Order(StringComparer.Ordinal));
    }

    [Fact]
    [Trait("Case", "X14")]
    public async Task Gifts_begun_after_the_copy_are_no_gifts_of_the_restored_database_but_their_money_is_all_there_and_named()
    {
        await using var original = await StartAsync();
        await original.GivenAsync(2_500);
        await original.AdvanceAsync(TimeSpan.FromHours(30));
        var copy = original.Database.NewCopyPath();
        await RunAsync(original, "", "backup", copy);
        var lost = await original.GivenAsync(9_900, email: "lost@example.org");
        await original.AdvanceAsync(TimeSpan.FromHours(2));

        await using var restored = await RestoredAsync(original, copy);
        await restored.RunTimetableAsync();
        await restored.AdvanceAsync(TimeSpan.FromDays(1.5));
        await original.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal(await EntriesAsync(original), await EntriesAsync(restored));
        var (before, after) = (await original.BalancesAsync(), await restored.BalancesAsync());
        Assert.Equal(before["1100 EUR"], after["1100 EUR"]);
        Assert.Equal(before["5000 EUR"], after["5000 EUR"]);
        Assert.Equal(-9_900, after["2200 EUR"]);
        Assert.Equal(before["4000 EUR"], after["4000 EUR"] + after["2200 EUR"]);
        Assert.Contains($"TxnWithoutDonation charge:{(await original.GiftAsync(lost.Id)).ChargeId}", await restored.FindingsAsync());
    }

    [Fact]
    public async Task What_was_in_work_when_the_copy_was_made_goes_on_at_once()
    {
        await using var original = await StartAsync();
        var gift = await original.GiveAsync();
        await original.PayAsync(gift);
        await original.DeliverWebhooksAsync();
        await using (var db = original.Db())
        {
            var later = original.Clock.UtcNow.AddMinutes(2);
            await db.Inbox.ExecuteUpdateAsync(set => set
                .SetProperty(e => e.State, WorkState.Started).SetProperty(e => e.LeaseId, Guid.NewGuid()).SetProperty(e => e.DueAt, later));
        }

        var copy = original.Database.NewCopyPath();
        await RunAsync(original, "", "backup", copy);
        await using var restored = await RestoredAsync(original, copy);
        await restored.DrainAsync();

        Assert.Equal(DonationStatus.Succeeded, (await restored.GiftAsync(gift.Id)).Status);
    }

    [Fact]
    public async Task A_copy_that_was_cut_off_or_has_no_manifest_is_refused_and_changes_nothing()
    {
        await using var host = await StartAsync();
        var copy = host.Database.NewCopyPath();
        await RunAsync(host, "", "backup", copy);
        Assert.Contains("never overwrites", (await TryAsync(host, "", "backup", copy)).Said, StringComparison.Ordinal);

        var (code, said) = await TryAsync(host, "", "restore", copy);
        Assert.Equal(AdminCommands.Refused, code);
        Assert.Contains("--force", said, StringComparison.Ordinal);

        await using (var file = new FileStream(copy, FileMode.Open))
        {
            file.SetLength(file.Length - 4096);
        }

        (code, said) = await TryAsync(host, "", "restore", copy, "--force");
        Assert.Equal(AdminCommands.Refused, code);
        Assert.Contains("not what its manifest describes", said, StringComparison.Ordinal);
        File.Delete(BackUpManifest.PathOf(copy));
        (code, said) = await TryAsync(host, "", "restore", copy, "--force");
        Assert.Equal(AdminCommands.Refused, code);
        Assert.Contains("manifest", said, StringComparison.Ordinal);
        await using var db = host.Db();
        Assert.Equal(1, await db.Organisations.CountAsync());
    }

    private static async Task<CharityHost> StartAsync()
    {
        var host = await CharityHost.StartWithStripeAsync(change: o => o.RefundsWaitForFunds = false);
        await host.SetUpOrganisationAsync();
        await host.RunTimetableAsync();
        return host;
    }

    /// <summary>Another machine with the same settings: the copy in its place, the same Stripe, no event delivered twice.</summary>
    private static async Task<CharityHost> RestoredAsync(CharityHost original, string copy, string highestNumber = "")
    {
        original.Stripe.AddDeliveryRule(new DeliveryRule { Action = DeliveryAction.Drop });
        var restored = await CharityHost.StartWithStripeAsync(
            database: await TestDatabase.CreateAsync(), clock: original.Clock, simulator: original.Stripe);
        var said = await RunAsync(restored, $"{highestNumber}\n\n", "restore", copy, "--force");
        Assert.Contains("The books hold.", said, StringComparison.Ordinal);
        return restored;
    }

    private static async Task<string> RunAsync(CharityHost host, string input, params string[] args)
    {
        var (code, said) = await TryAsync(host, input, args);
        Assert.True(code == AdminCommands.Done, said);
        return said;
    }

    private static async Task<(int Code, string Said)> TryAsync(CharityHost host, string input, params string[] args)
    {
        using var reader = new StringReader(input);
        await using var writer = new StringWriter();
        var code = await new AdminCommands(host.Services, reader, writer).RunAsync(args, default);
        return (code, writer.ToString());
    }

    private static async Task<List<string>> NumbersAsync(CharityHost host)
    {
        await using var db = host.Db();
        return await db.Receipts.AsNoTracking().OrderBy(r => r.Number).Select(r => r.Number).ToListAsync();
    }

    [Fact]
    public async Task A_wrong_number_is_asked_for_again_and_without_any_answer_the_application_may_not_start()
    {
        await using var original = await StartAsync();
        await original.GivenAsync();
        var copy = original.Database.NewCopyPath();
        await RunAsync(original, "", "backup", copy);

        await using var restored = await CharityHost.StartWithStripeAsync(database: await TestDatabase.CreateAsync(), clock: original.Clock, simulator: original.Stripe);
        var (code, said) = await TryAsync(restored, "nonsense\nBG-2026-000001\nBG-2026-000009\n\n", "restore", copy, "--force");
        Assert.True(code == AdminCommands.Done, said);
        Assert.Equal(2, said.Split("Refused: NotARange.").Length - 1);
        Assert.Contains("BG-2026-000002 to BG-2026-000009 are void; the next receipt is BG-2026-000010.", said, StringComparison.Ordinal);

        (code, said) = await TryAsync(restored, "", "restore", copy, "--force");
        Assert.Equal(AdminCommands.Refused, code);
        Assert.Contains("Do not start the application before 'charity void-receipts'", said, StringComparison.Ordinal);
    }

    /// <summary>Findings say when something was noticed, and by whom: a sweep notices otherwise than a webhook.</summary>
    private static string WithoutFindings(string dump)
        => string.Join('\n', dump.Split('\n').Where(line => !line.StartsWith("finding|", StringComparison.Ordinal)));

    /// <summary>One line for each entry that a balance transaction made, without the accounts on the other side.</summary>
    private static async Task<string> EntriesAsync(CharityHost host)
    {
        await using var db = host.Db();
        var lines = await db.Postings.AsNoTracking()
            .Where(p => p.Entry.SourceType == "stripe_txn" && (p.Account.Code == "1100" || p.Account.Code == "5000"))
            .Select(p => new { p.Entry.SourceId, p.Entry.Kind, p.Entry.EffectiveDate, p.Account.Code, p.Currency, p.AmountMinor })
            .ToListAsync();
        return string.Join('\n', lines.Select(l => l.ToString()).Order(StringComparer.Ordinal));
    }
}
