using System.Data.Common;
using Charity.Data;
using Charity.Donations;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Xunit;

namespace Charity.Tests.Operations;

/// <summary>
/// The database fails over in the middle of a commit: it stands, and whoever made it is told that the connection broke.
/// </summary>
[Trait("Case", "X10")]
public sealed class UnknownCommitTests
{
    [Fact]
    public async Task A_form_whose_commit_was_not_confirmed_is_one_gift_and_one_payment_page()
    {
        var failover = new Failover();
        await using var host = await StartAsync(failover);
        failover.Next = 1;

        var gift = await host.GiveAsync();

        Assert.Equal(1, failover.Happened);
        await using var db = host.Db();
        Assert.Equal(gift.Id, (await db.Donations.SingleAsync()).Id);
        Assert.Single(host.Stripe.Payments());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(8)]
    public async Task Whichever_commit_of_a_gift_is_not_confirmed_its_effects_stand_once(int nth)
    {
        var failover = new Failover();
        await using var host = await StartAsync(failover);
        var gift = await host.GiveAsync();
        await host.PayAsync(gift);
        failover.Next = nth;

        await host.ArriveAsync();
        await host.AdvanceAsync(TimeSpan.FromMinutes(5));

        Assert.Equal(1, failover.Happened);
        await using var db = host.Db();
        Assert.Equal(DonationStatus.Succeeded, (await host.GiftAsync(gift.Id)).Status);
        Assert.Equal(1, await db.Entries.CountAsync(e => e.SourceType == "stripe_txn"));
        Assert.Equal(1, await db.Receipts.CountAsync());
        Assert.Equal((2_500L, 1L), ((await host.TotalsAsync()).Single().RaisedMinor, (await host.TotalsAsync()).Single().Gifts));
        Assert.Single(host.Mailbox.Mails);
    }

    private static async Task<CharityHost> StartAsync(Failover failover)
    {
        var host = await CharityHost.StartWithStripeAsync(failover.Install);
        await host.SetUpOrganisationAsync();
        await host.RunTimetableAsync();
        await host.DrainAsync();
        return host;
    }

    /// <summary>Breaks the connection after a commit, which the engine takes for a passing fault.</summary>
    private sealed class Failover : DbTransactionInterceptor
    {
        private int left;

        /// <summary>The commit, from 1 on, that is not confirmed.</summary>
        public int Next
        {
            set => left = value;
        }

        public int Happened { get; private set; }

        public void Install(IServiceCollection services)
        {
            var engine = services.Last(s => s.ServiceType == typeof(IDatabaseEngine));
            services.Replace(ServiceDescriptor.Singleton<IDatabaseEngine>(provider => new Engine(
                (IDatabaseEngine)(engine.ImplementationFactory?.Invoke(provider) ?? ActivatorUtilities.CreateInstance(provider, engine.ImplementationType!)), this)));
        }

        public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            if (Interlocked.Decrement(ref left) == 0)
            {
                Happened++;
                throw new BrokenException();
            }

            return base.TransactionCommittedAsync(transaction, eventData, cancellationToken);
        }
    }

    private sealed class BrokenException() : DbException("The connection broke.");

    private sealed class Engine(IDatabaseEngine inner, Failover failover) : IDatabaseEngine
    {
        public string Name => inner.Name;

        public void Configure(DbContextOptionsBuilder options)
        {
            inner.Configure(options);
            options.AddInterceptors(failover);
        }

        public Task MigrateAsync(CharityDb db, CancellationToken cancel) => inner.MigrateAsync(db, cancel);

        public Task<IReadOnlyList<string>> MissingTriggersAsync(CharityDb db, CancellationToken cancel) => inner.MissingTriggersAsync(db, cancel);

        public bool IsUniqueViolation(DbException error) => inner.IsUniqueViolation(error);

        public bool IsTransient(DbException error) => error is BrokenException || inner.IsTransient(error);

        public bool IsUnavailable(DbException error) => inner.IsUnavailable(error);

        public Task<IReadOnlyList<bool>> AppendToInboxAsync(IReadOnlyList<Charity.Data.Work.InboxEvent> events, CancellationToken cancel)
            => inner.AppendToInboxAsync(events, cancel);

        public Task BackUpAsync(string file, CancellationToken cancel) => inner.BackUpAsync(file, cancel);

        public Task<string?> RestoreAsync(string file, CancellationToken cancel) => inner.RestoreAsync(file, cancel);
    }
}
