using Charity.Data;
using Charity.Donations;
using Charity.Donations.Attacks;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Tests.Donations.Attacks;

public sealed class HeldGiftTests
{
    [Fact]
    [Trait("Case", "A03")]
    [Trait("Case", "D09")]
    public async Task A_held_gift_goes_on_by_the_link_of_its_mail_once_and_is_paid_like_any_other()
    {
        await using var world = await AttackWorld.StartAsync();
        await world.BeginAsync();
        var given = await world.TryAsync(2500, "olena@example.org");
        await world.Host.DrainAsync();

        Assert.Equal("olena@example.org", given.Held?.Email);
        Assert.Empty(world.Host.Stripe.Payments());
        var mail = Assert.Single(world.Host.Mailbox.Mails);
        var token = world.TokenOf(given);
        Assert.Contains($"https://give.example.org/en/confirm/{token}", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Шевченко", mail.Text, StringComparison.Ordinal);

        var first = await world.ConfirmAsync(token);
        Assert.Equal((ConfirmState.Open, CheckoutResult.Ready), (first.State, first.Checkout?.Result));
        // A double click leads to the same page and makes no other.
        var second = await world.ConfirmAsync(token);
        Assert.Equal(first.Checkout!.Url, second.Checkout?.Url);
        var session = Assert.Single(world.Host.Stripe.Payments()).Session;

        await world.Host.Stripe.PayAsync(session!, CharityHost.GoodCard);
        await world.Host.ArriveAsync();
        Assert.Equal(DonationStatus.Succeeded, (await world.Host.GiftAsync(given.Held!.DonationId)).Status);
        Assert.Equal(ConfirmState.Used, (await world.ConfirmAsync(token)).State);
        Assert.Single(world.Host.Stripe.Payments());
    }

    [Fact]
    [Trait("Case", "A03")]
    public async Task Sending_the_form_again_opens_no_payment_page_and_sends_no_second_mail()
    {
        await using var world = await AttackWorld.StartAsync();
        await world.BeginAsync();
        var form = await world.Host.FormAsync(2500);
        for (var i = 0; i < 3; i++)
        {
            Assert.NotNull((await world.Host.PostAsync(form)).Held);
        }

        await world.Host.DrainAsync();
        Assert.Single(world.Host.Mailbox.Mails);
        Assert.Empty(world.Host.Stripe.Payments());

        // Neither does whoever finds another way to ask for the page of a held gift.
        await using var scope = world.Host.Scope();
        await using var db = world.Host.Db();
        var gift = await db.Donations.SingleAsync();
        Assert.Equal(CheckoutResult.Held, (await scope.ServiceProvider.GetRequiredService<OpenCheckout>().RunAsync(gift.Id, default)).Result);
        Assert.Empty(world.Host.Stripe.Payments());
    }

    [Fact]
    [Trait("Case", "A03")]
    public async Task The_same_form_posted_twice_at_one_moment_takes_one_permit_for_its_one_mail()
    {
        var between = new BeforeTheHoldIsMailed();
        await using var world = await AttackWorld.StartAsync(services: services => services.ConfigureDbContext<CharityDb>(db => db.AddInterceptors(between)));
        await world.BeginAsync();
        var form = await world.Host.FormAsync(2500);
        // The other one comes when this one has its permit and has not ordered the mail.
        between.Run = () => world.PostAsync(form, "203.0.113.0/24");
        Assert.Null((await world.PostAsync(form, "203.0.113.0/24")).Held!.MailRefused);
        Assert.True(between.HasRun);

        await world.Host.DrainAsync();
        Assert.Single(world.Host.Mailbox.Mails);
        await using var db = world.Host.Db();
        var counts = await db.LimitCounts.AsNoTracking().Where(c => c.Policy.StartsWith("confirm.")).ToListAsync();
        Assert.Equal(1, Assert.Single(counts, c => c.Policy == "confirm.all").Count);
        Assert.Equal(1, Assert.Single(counts, c => c.Policy == "confirm.email").Count);
        Assert.Equal(1, Assert.Single(counts, c => c.Policy == "confirm.network").Count);
        // This process knows it too: two more may go to this address.
        Assert.Null((await world.TryAsync(2600, form.Email!)).Held!.MailRefused);
        Assert.Null((await world.TryAsync(2700, form.Email!)).Held!.MailRefused);
        Assert.NotNull((await world.TryAsync(2800, form.Email!)).Held!.MailRefused);
    }

    private sealed class BeforeTheHoldIsMailed : Microsoft.EntityFrameworkCore.Diagnostics.SaveChangesInterceptor
    {
        public Func<Task>? Run { get; set; }

        public bool HasRun { get; private set; }

        public override async ValueTask<Microsoft.EntityFrameworkCore.Diagnostics.InterceptionResult<int>> SavingChangesAsync(
            Microsoft.EntityFrameworkCore.Diagnostics.DbContextEventData eventData, Microsoft.EntityFrameworkCore.Diagnostics.InterceptionResult<int> result,
            CancellationToken cancellationToken = default)
        {
            if (!HasRun && Run is { } run && eventData.Context!.ChangeTracker.Entries<GiftHold>().Any(e => e.State == EntityState.Modified))
            {
                HasRun = true;
                await run();
            }

            return result;
        }
    }

    [Fact]
    public async Task An_unconfirmed_gift_lapses_and_the_same_form_says_so()
    {
        await using var world = await AttackWorld.StartAsync();
        await world.BeginAsync(24);
        var form = await world.Host.FormAsync(2500);
        var given = await world.Host.PostAsync(form);
        await world.PassAsync(TimeSpan.FromMinutes(125));

        Assert.Equal(DonationStatus.Expired, (await world.Host.GiftAsync(given.Held!.DonationId)).Status);
        Assert.Equal(ConfirmState.Expired, (await world.ConfirmAsync(world.TokenOf(given))).State);
        Assert.True((await world.Host.PostAsync(form)).Held?.IsOver);
        // Not even when the mode has ended.
        await world.EndAsync();
        Assert.True((await world.Host.PostAsync(form)).Held?.IsOver);
        Assert.Empty(world.Host.Stripe.Payments());
    }

    [Fact]
    public async Task Looking_for_lapsed_gifts_touches_only_those_whose_time_is_over()
    {
        var statements = new SeenStatements("gift_hold");
        await using var world = await AttackWorld.StartAsync(services: services => services.ConfigureDbContext<CharityDb>(db => db.AddInterceptors(statements)));
        if (world.Host.Database.Options.Engine != DatabaseEngineName.Sqlite)
        {
            // Plans are read in SQLite's words.
            return;
        }

        await world.BeginAsync(24);
        for (var i = 0; i < 40; i++)
        {
            await world.TryAsync(2500, $"olena{i}@example.org");
        }

        // An attack that is over for all but two, as the engine's own figures know.
        await world.PassAsync(TimeSpan.FromMinutes(3));
        await using (var old = world.Host.Db())
        {
            var two = await old.GiftHolds.OrderBy(h => h.DonationId).Select(h => h.DonationId).Take(2).ToListAsync();
            await old.GiftHolds.Where(h => !two.Contains(h.DonationId)).ExecuteUpdateAsync(set => set.SetProperty(h => h.LapsedAt, h => h.ExpiresAt));
            await old.Database.ExecuteSqlRawAsync("ANALYZE");
        }

        var looked = statements.All.Last(s => s.StartsWith("SELECT", StringComparison.Ordinal) && s.Contains("\"expires_at\" <=", StringComparison.Ordinal));
        await using var db = world.Host.Db();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + System.Text.RegularExpressions.Regex.Replace(looked, "@\\w+", "1");
        await db.Database.OpenConnectionAsync();
        await using var steps = await command.ExecuteReaderAsync();
        Assert.True(await steps.ReadAsync());
        Assert.True(steps.GetString(3) == "SEARCH g USING INDEX ix_gift_hold_expires_at (expires_at<?)", steps.GetString(3) + "\n" + looked);
    }

    private sealed class SeenStatements(string table) : Microsoft.EntityFrameworkCore.Diagnostics.DbCommandInterceptor
    {
        public System.Collections.Concurrent.ConcurrentQueue<string> All { get; } = new();

        public override ValueTask<Microsoft.EntityFrameworkCore.Diagnostics.InterceptionResult<System.Data.Common.DbDataReader>> ReaderExecutingAsync(
            System.Data.Common.DbCommand command, Microsoft.EntityFrameworkCore.Diagnostics.CommandEventData eventData,
            Microsoft.EntityFrameworkCore.Diagnostics.InterceptionResult<System.Data.Common.DbDataReader> result, CancellationToken cancellationToken = default)
        {
            if (command.CommandText.Contains(table, StringComparison.Ordinal))
            {
                All.Enqueue(command.CommandText);
            }

            return base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
        }
    }

    [Fact]
    [Trait("Case", "A03")]
    public async Task Nobody_is_flooded_with_mails_through_us()
    {
        await using var world = await AttackWorld.StartAsync(new() { ["Attack:MailsPerHour"] = "10", ["Attack:MailsPerCampaignPercent"] = "100" });
        await world.BeginAsync(24);
        for (var i = 0; i < 10; i++)
        {
            var outcome = await world.TryAsync(2500 + i, (i % 3) switch { 0 => "victim@example.org", 1 => "Victim@Example.org", _ => $"victim+{i}@example.org" });
            Assert.Equal(i >= 3, outcome.Held!.MailRefused is not null);
        }

        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(i >= 7, (await world.TryAsync(2500, $"other{i}@example.org")).Held!.MailRefused is not null);
        }

        await world.Host.DrainAsync();
        Assert.Equal(10, world.Host.Mailbox.Mails.Count);
        Assert.Equal(3, world.Host.Mailbox.Mails.Count(m => m.ToAddress.StartsWith("victim", StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    [Trait("Case", "A03")]
    public async Task A_donor_whose_browser_has_seen_a_paid_gift_passes_and_a_typed_address_alone_proves_nothing()
    {
        await using var world = await AttackWorld.StartAsync();
        var before = await world.Host.GivenAsync(email: "olena@example.org");
        var unpaid = await world.Host.GiveAsync(email: "ivan@example.org");
        await world.PassAsync(TimeSpan.FromHours(2));
        await world.BeginAsync();

        Assert.NotNull((await world.TryAsync(2500, "olena@example.org")).Held);
        Assert.NotNull((await world.TryAsync(2500, "stranger@example.org", before.Id)).Held);
        Assert.NotNull((await world.TryAsync(2500, "ivan@example.org", unpaid.Id)).Held);
        Assert.NotNull((await world.TryAsync(2500, "olena@example.org", Guid.NewGuid())).Held);
        Assert.Equal(CheckoutResult.Ready, (await world.TryAsync(2500, "Olena@example.org", before.Id)).Checkout?.Result);
    }

    [Fact]
    [Trait("Case", "A03")]
    public async Task Even_a_known_donor_passes_only_a_few_times_an_hour()
    {
        await using var world = await AttackWorld.StartAsync();
        var before = await world.Host.GivenAsync(email: "olena@example.org");
        await world.PassAsync(TimeSpan.FromHours(2));
        await world.BeginAsync();
        for (var i = 0; i < 3; i++)
        {
            Assert.Null((await world.TryAsync(2500, "olena@example.org", before.Id)).Held);
        }

        Assert.NotNull((await world.TryAsync(2500, "olena@example.org", before.Id)).Held);
        Assert.NotNull((await world.TryAsync(2500, "OLENA@example.org", before.Id)).Held);
    }

    [Fact]
    public async Task The_smallest_gift_is_larger_and_a_transfer_is_not_concerned()
    {
        await using var world = await AttackWorld.StartAsync();
        await world.BeginAsync();
        var small = await world.TryAsync(499, "olena@example.org");

        Assert.Equal([new GiftFault(GiftProblem.AmountTooSmall, "500")], small.Start.Faults);
        await using var db = world.Host.Db();
        Assert.Empty(await db.Donations.ToListAsync());
        Assert.NotNull((await world.TryAsync(500, "olena@example.org")).Held);
        await using var scope = world.Host.Scope();
        var transfer = await scope.ServiceProvider.GetRequiredService<AnnounceTransfer>().RunAsync(await world.Host.FormAsync(100), default);
        Assert.Equal(StartResult.Stored, transfer.Start.Result);
    }

    [Fact]
    public async Task Staff_switch_it_on_for_a_time_and_off_with_a_reason_and_what_they_ended_stays_off()
    {
        await using var world = await AttackWorld.StartAsync();
        Assert.Equal(SwitchAttackMode.Outcome.ReasonMissing, await world.BeginAsync(reason: "  no "));
        Assert.Equal(SwitchAttackMode.Outcome.HoursWrong, await world.BeginAsync(hours: 25));
        Assert.Equal(SwitchAttackMode.Outcome.NothingToDo, await world.EndAsync());
        Assert.False(await world.IsOnAsync());

        Assert.Equal(SwitchAttackMode.Outcome.Done, await world.BeginAsync(hours: 1));
        Assert.True(await world.IsOnAsync());
        await world.PassAsync(TimeSpan.FromMinutes(61));
        Assert.False(await world.IsOnAsync());

        await world.BeginAsync(hours: 1);
        Assert.Equal(SwitchAttackMode.Outcome.Done, await world.EndAsync(quietHours: 1));
        Assert.False(await world.IsOnAsync());
        // The same signs within the quiet hour begin nothing, and afterwards they do.
        await world.GiftsAsync(60, TimeSpan.FromMinutes(5), _ => 100, i => $"tester{i}@example.org");
        Assert.False(await world.IsOnAsync());
        await world.PassAsync(TimeSpan.FromMinutes(60));
        await world.GiftsAsync(60, TimeSpan.FromMinutes(5), _ => 100, i => $"again{i}@example.org");
        Assert.True(await world.IsOnAsync());
        Assert.Equal(
            ["attack-mode.begin Olena", "attack-mode.end attack-watch", "attack-mode.begin Olena", "attack-mode.end Olena", "attack-mode.begin attack-watch"],
            await world.AuditAsync());
    }
}
