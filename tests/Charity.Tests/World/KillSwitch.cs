using System.Data.Common;
using Charity.Data;
using Charity.Data.Work;
using Charity.Embedded.Stripe;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Charity.Tests.World;

/// <summary>Where a process may be killed.</summary>
internal enum KillPoint
{
    BeforeCommit,

    /// <summary>The commit stands, and nobody learns of it.</summary>
    AfterCommit,
    BeforeCall,

    /// <summary>Stripe has answered, and nobody learns of it.</summary>
    AfterCall,
}

/// <summary>The process ended.</summary>
internal sealed class KilledException(KillPoint point) : Exception($"Killed: {point}.");

/// <summary>
/// Ends a host as <c>kill -9</c> would: at the chosen point, and from then on it reaches neither database nor Stripe, so
/// that it can tidy up nothing.
/// </summary>
internal sealed class KillSwitch : DbTransactionInterceptor
{
    private readonly Lock gate = new();
    private KillPoint? armed;
    private KillPoint killedAt;
    private int left;

    public bool Dead { get; private set; }

    public void Arm(KillPoint point, int nth)
    {
        lock (gate)
        {
            (armed, left) = (point, nth);
        }
    }

    public void Disarm()
    {
        lock (gate)
        {
            armed = null;
        }
    }

    public void Pass(KillPoint point)
    {
        lock (gate)
        {
            if (!Dead && armed == point && --left == 0)
            {
                (Dead, killedAt) = (true, point);
            }

            if (Dead)
            {
                throw new KilledException(killedAt);
            }
        }
    }

    /// <summary>Puts the switch between the program and what it reaches.</summary>
    public void Install(IServiceCollection services)
    {
        var engine = services.Last(s => s.ServiceType == typeof(IDatabaseEngine));
        services.Replace(ServiceDescriptor.Singleton<IDatabaseEngine>(provider => new Engine(
            (IDatabaseEngine)(engine.ImplementationFactory?.Invoke(provider) ?? ActivatorUtilities.CreateInstance(provider, engine.ImplementationType!)),
            this)));
        services.AddHttpClient(StripeAdapter.ClientName).AddHttpMessageHandler(() => new Wire(this));
    }

    public override ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        Pass(KillPoint.BeforeCommit);
        return base.TransactionCommittingAsync(transaction, eventData, result, cancellationToken);
    }

    public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Pass(KillPoint.AfterCommit);
        return base.TransactionCommittedAsync(transaction, eventData, cancellationToken);
    }

    private sealed class Engine(IDatabaseEngine inner, KillSwitch kill) : IDatabaseEngine
    {
        public string Name => inner.Name;

        public void Configure(DbContextOptionsBuilder options)
        {
            inner.Configure(options);
            options.AddInterceptors(kill, new Commands(kill));
        }

        public Task MigrateAsync(CharityDb db, CancellationToken cancel) => inner.MigrateAsync(db, cancel);

        public Task<IReadOnlyList<string>> MissingTriggersAsync(CharityDb db, CancellationToken cancel) => inner.MissingTriggersAsync(db, cancel);

        public bool IsUniqueViolation(DbException error) => inner.IsUniqueViolation(error);

        public bool IsTransient(DbException error) => inner.IsTransient(error);

        public bool IsUnavailable(DbException error) => inner.IsUnavailable(error);

        public async Task<IReadOnlyList<bool>> AppendToInboxAsync(IReadOnlyList<InboxEvent> events, CancellationToken cancel)
        {
            kill.Pass(KillPoint.BeforeCommit);
            var stored = await inner.AppendToInboxAsync(events, cancel);
            kill.Pass(KillPoint.AfterCommit);
            return stored;
        }

        public Task BackUpAsync(string file, CancellationToken cancel) => inner.BackUpAsync(file, cancel);

        public Task<string?> RestoreAsync(string file, CancellationToken cancel) => inner.RestoreAsync(file, cancel);
    }

    /// <summary>A dead process sends no command.</summary>
    private sealed class Commands(KillSwitch kill) : DbCommandInterceptor
    {
        public override DbCommand CommandCreated(CommandEndEventData eventData, DbCommand result)
        {
            if (kill.Dead)
            {
                throw new KilledException(kill.killedAt);
            }

            return base.CommandCreated(eventData, result);
        }
    }

    private sealed class Wire(KillSwitch kill) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            kill.Pass(KillPoint.BeforeCall);
            var response = await base.SendAsync(request, cancellationToken);
            kill.Pass(KillPoint.AfterCall);
            return response;
        }
    }
}
