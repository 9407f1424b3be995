using System.Data.Common;
using Charity.Data;
using Charity.Data.Work;
using Charity.Embedded;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charity.Testing.Payments;

/// <summary>The real database, whose inbox refuses every row while it is down, or keeps its writers waiting.</summary>
public sealed class RefusingStore(IServiceProvider provider) : IDatabaseEngine
{
    private readonly IDatabaseEngine real = (IDatabaseEngine)ActivatorUtilities.CreateInstance(
        provider, typeof(EmbeddedAdapters).Assembly.GetType("Charity.Embedded.Sqlite.SqliteEngine", throwOnError: true)!);

    public bool Down { get; set; }

    /// <summary>Every write waits for this.</summary>
    public Task Wait { get; set; } = Task.CompletedTask;

    public string Name => real.Name;

    public void Configure(DbContextOptionsBuilder options) => real.Configure(options);

    public Task MigrateAsync(CharityDb db, CancellationToken cancel) => real.MigrateAsync(db, cancel);

    public Task<IReadOnlyList<string>> MissingTriggersAsync(CharityDb db, CancellationToken cancel) => real.MissingTriggersAsync(db, cancel);

    public bool IsUniqueViolation(DbException error) => real.IsUniqueViolation(error);

    public bool IsTransient(DbException error) => real.IsTransient(error);

    public bool IsUnavailable(DbException error) => error is RefusedException || real.IsUnavailable(error);

    public async Task<IReadOnlyList<bool>> AppendToInboxAsync(IReadOnlyList<InboxEvent> events, CancellationToken cancel)
    {
        await Wait;
        return Down ? throw new RefusedException() : await real.AppendToInboxAsync(events, cancel);
    }

    public Task BackUpAsync(string file, CancellationToken cancel) => real.BackUpAsync(file, cancel);

    public Task<string?> RestoreAsync(string file, CancellationToken cancel) => real.RestoreAsync(file, cancel);

    private sealed class RefusedException() : DbException("The disk is full.");
}
