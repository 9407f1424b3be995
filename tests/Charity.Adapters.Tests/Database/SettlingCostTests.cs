using System.Globalization;
using System.Text;
using Charity.Data;
using Charity.Data.Work;
using Charity.Donations;
using Charity.Donors;
using Charity.Ledger;
using Charity.Payments;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Moq;
using Xunit;
using Xunit.Abstractions;

namespace Charity.Adapters.Tests.Database;

/// <summary>
/// Settling a gift must cost no more beside many stored gifts than beside few, whatever the engine knows of its tables:
/// nothing (as in a new installation), what the nightly job finds out, or everything at a moment at which no row differs.
/// Counted in steps of SQLite's virtual machine, which are the same on every machine.
/// </summary>
public sealed class SettlingCostTests(ITestOutputHelper output)
{
    private const int Few = 60;
    private const int Many = 5_000;
    private const int Measured = 40;

    /// <summary>More than chance and a deeper tree add; one statement a batch that reads all stored gifts adds far more.</summary>
    private const double Allowance = 1.1;

    public enum Statistics
    {
        None,
        Nightly,
        Complete,
    }

    [Theory]
    [InlineData(Statistics.None)]
    [InlineData(Statistics.Nightly)]
    [InlineData(Statistics.Complete)]
    public async Task Settling_a_gift_takes_the_database_no_more_steps_beside_many_than_beside_few(Statistics statistics)
    {
        var steps = new StepCounter();
        await using var bench = await Bench.StartAsync(services => services.ConfigureDbContext<CharityDb>(db => db.AddInterceptors(steps)));
        await bench.SettleAsync(Few);
        var besideFew = await CountAsync();

        await bench.SettleAsync(Many);
        await bench.LearnAsync(statistics);
        var besideMany = await CountAsync();

        output.WriteLine(FormattableString.Invariant($"{statistics}: {besideFew} steps a gift beside {Few}, {besideMany} beside {Many}"));
        Assert.InRange(besideMany, 1, (long)(besideFew * Allowance));

        async Task<long> CountAsync()
        {
            await bench.AddAsync(Measured);
            steps.Reset();
            await bench.WorkAsync();
            return steps.Count / Measured;
        }
    }

    [Theory]
    [InlineData(Statistics.None)]
    [InlineData(Statistics.Nightly)]
    [InlineData(Statistics.Complete)]
    public async Task No_statement_of_settling_reads_a_table_from_end_to_end(Statistics statistics)
    {
        var texts = new TextCollector();
        await using var bench = await Bench.StartAsync(services => services.ConfigureDbContext<CharityDb>(db => db.AddInterceptors(texts)));
        await bench.SettleAsync(Many);
        await bench.LearnAsync(statistics);
        await bench.AddAsync(Measured);
        texts.Clear();

        await bench.Host.DrainAsync();

        var statements = texts.Statements;
        Assert.Contains(statements, text => text.StartsWith("UPDATE \"inbox_event\"", StringComparison.Ordinal));
        Assert.Contains(statements, text => text.Contains("FROM \"donation\"", StringComparison.Ordinal));
        await using var db = bench.Host.Db();
        Assert.Empty(await PlanReader.ScansAsync(db, statements));
    }

    [Fact]
    public async Task A_statement_without_an_index_is_found()
    {
        await using var bench = await Bench.StartAsync(_ => { });
        await using var db = bench.Host.Db();
        Assert.Single(await PlanReader.ScansAsync(db, ["SELECT \"d\".\"id\" FROM \"donation\" AS \"d\" WHERE \"d\".\"language\" = @language"]));
    }

    /// <summary>The program with gifts that are paid at once.</summary>
    private sealed class Bench(CharityHost host, TestOrganisation world, Dictionary<string, Donation> sessions) : IAsyncDisposable
    {
        private int number;

        public CharityHost Host => host;

        public static async Task<Bench> StartAsync(Action<IServiceCollection> configure)
        {
            var sessions = new Dictionary<string, Donation>(StringComparer.Ordinal);
            var gateway = new Mock<IPaymentGateway>(MockBehavior.Strict);
            gateway.Setup(g => g.GetSessionAsync(It.IsAny<string>(), It.IsAny<string>(), It.IsAny<CancellationToken>()))
                .Returns((string account, string id, CancellationToken _) => Task.FromResult(Paid(account, sessions[id])));
            var host = await CharityHost.StartAsync(services =>
            {
                services.Replace(ServiceDescriptor.Singleton(gateway.Object));
                // Mails are not settling.
                services.Remove(services.Single(s => s.ImplementationInstance is WorkKind { Kind: "mail.send.v1" }));
                configure(services);
            });
            host.SkipChecks();
            var world = await host.SetUpOrganisationAsync();
            await host.RunAsync<OpenBooks, int>(o => o.RunAsync(world.Bulgarian, default));
            return new Bench(host, world, sessions);
        }

        public async Task SettleAsync(int gifts)
        {
            await AddAsync(gifts);
            await WorkAsync();
        }

        /// <summary>Gifts at the payment page, and the events that tell of their payment.</summary>
        public async Task AddAsync(int gifts)
        {
            var tokens = host.Services.GetRequiredService<PublicTokens>();
            var ids = host.Services.GetRequiredService<Ids>();
            var now = host.Clock.UtcNow;
            await using var db = host.Db();
            for (var n = 0; n < gifts; n++, number++)
            {
                var name = number.ToString(CultureInfo.InvariantCulture);
                var donor = new Donor { Id = ids.New(), EmailKey = $"{name}@example.org", Email = $"{name}@example.org", Name = "Olena", CreatedAt = now };
                var id = ids.New();
                var gift = new Donation
                {
                    Id = id, Attempt = name, InputHash = new byte[32], Channel = DonationChannel.Stripe, LegalEntityId = world.Bulgarian,
                    CampaignId = world.Campaign, FundId = world.UrgentFund, DonorId = donor.Id, TermsVersionId = world.Terms, AmountMinor = 2500,
                    Currency = "EUR", DonorName = "Olena", Email = donor.Email, CreatedAt = now, TokenHash = tokens.HashFor("thanks", id, 1),
                };
                gift.BeginSession();
                gift.OpenCheckout("cs_" + name, null, now.AddHours(1));
                sessions.Add(gift.SessionId!, gift);
                db.Add(donor);
                db.Add(gift);
                db.Add(new InboxEvent
                {
                    Kind = StripeEvents.SessionKind, Account = TestSettings.StripeAccount, EventId = "evt_" + name, Type = "checkout.session.completed",
                    ObjectId = gift.SessionId, Body = Encoding.UTF8.GetBytes("{}"), BodySha256 = new byte[32], CreatedAt = now, DueAt = now,
                });
            }

            await db.SaveChangesAsync();
        }

        public async Task WorkAsync()
        {
            await host.DrainAsync();
            await using var db = host.Db();
            Assert.Equal(number, await db.Receipts.CountAsync());
            Assert.Equal(number, await db.Entries.CountAsync());
        }

        public async Task LearnAsync(Statistics statistics)
        {
            await using var db = host.Db();
            switch (statistics)
            {
                case Statistics.Nightly:
                    await host.Services.GetRequiredService<IDatabaseEngine>().TendAsync(CancellationToken.None);
                    break;
                case Statistics.Complete:
                    await db.Database.ExecuteSqlRawAsync("ANALYZE");
                    break;
                case Statistics.None:
                default:
                    return;
            }

            Assert.True(await db.Database.SqlQueryRaw<int>("SELECT count(*) AS Value FROM sqlite_stat1 WHERE tbl = 'donation'").SingleAsync() > 0);
        }

        public async ValueTask DisposeAsync() => await host.DisposeAsync();

        private static SessionFact Paid(string account, Donation gift)
        {
            var (number, now) = (gift.SessionId!["cs_".Length..], gift.CreatedAt);
            var transaction = new TransactionFact(
                account, "txn_" + number, "charge", "charge", gift.AmountMinor, 75, gift.AmountMinor - 75, "EUR", "ch_" + number, "ch_" + number,
                "pi_" + number, null, now, now, null, now);
            var charge = new ChargeFact(
                account, "ch_" + number, "pi_" + number, "succeeded", true, gift.AmountMinor, 0, "EUR", now, gift.Id.ToString(), transaction, "BG", false, now);
            var payment = new PaymentFact(
                account, "pi_" + number, "succeeded", gift.AmountMinor, gift.AmountMinor, "EUR", gift.Id.ToString(), now, charge, null, false, now);
            return new SessionFact(
                account, gift.SessionId, "complete", "paid", gift.Id.ToString(), null, now, now.AddHours(1), gift.AmountMinor, "EUR", false, payment, now);
        }
    }
}
