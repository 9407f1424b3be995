using System.Data.Common;
using Charity.Data;
using Charity.Production.SqlServer;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Options;

namespace Charity.Adapters.Tests.Production.SqlServer;

/// <summary>
/// SQL Server on paper: the adapter's own context, whose commands are written down in place of being sent. No server is
/// needed to read what would be sent to one.
/// </summary>
internal static class Paper
{
    public static SqlServerEngine Engine { get; } = new(Options.Create(Settings));

    private static DatabaseOptions Settings => new()
    {
        Engine = DatabaseEngineName.SqlServer,
        ConnectionString = "Server=nowhere.invalid;Database=charity;Connect Timeout=1",
    };

    /// <summary>A context that writes its commands to <paramref name="written"/> and sends none.</summary>
    public static CharityDb Db(List<string>? written = null)
    {
        var options = new DbContextOptionsBuilder<CharityDb>();
        options.AddInterceptors(new NoConnection());
        Engine.Describe(options);
        // After the adapter's own, so that what it changes is what is written down.
        options.AddInterceptors(new Writer(written ?? []));
        var db = new CharityDb(options.Options);
        db.Database.AutoTransactionBehavior = AutoTransactionBehavior.Never;
        return db;
    }

    private sealed class NoConnection : DbConnectionInterceptor
    {
        public override InterceptionResult ConnectionOpening(DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
            => throw new InvalidOperationException("Only asynchronous work is written down.");

        public override ValueTask<InterceptionResult> ConnectionOpeningAsync(
            DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
            => ValueTask.FromResult(InterceptionResult.Suppress());
    }

    private sealed class Writer(List<string> written) : DbCommandInterceptor
    {
        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            written.Add(command.CommandText);
            return ValueTask.FromResult(InterceptionResult<int>.SuppressWithResult(0));
        }

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            written.Add(command.CommandText);
            throw new WrittenDownException();
        }
    }

    /// <summary>Ends a save once its text is known.</summary>
    public sealed class WrittenDownException : Exception;

    public static async Task<string> SavingAsync(Action<CharityDb> change)
    {
        var written = new List<string>();
        await using var db = Db(written);
        change(db);
        try
        {
            await db.SaveChangesAsync();
        }
        catch (Exception error) when (error is WrittenDownException or DbUpdateException { InnerException: WrittenDownException })
        {
            // As meant.
        }

        return string.Join("\n", written);
    }
}
