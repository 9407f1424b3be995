using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charity.Data;

/// <summary>
/// Runs a use case in a scope of its own and, when the database was busy or another commit came first, runs the whole
/// of it again with everything read afresh. A use case therefore makes its keys before, not inside.
/// </summary>
public sealed class UseCases(IServiceScopeFactory scopes, IDatabaseEngine engine)
{
    /// <summary>Runs of one use case, the first included.</summary>
    private const int MaxRuns = 5;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);

    public async Task<TOut> RunAsync<TUseCase, TOut>(Func<TUseCase, Task<TOut>> run, CancellationToken cancel)
        where TUseCase : notnull
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                return await run(scope.ServiceProvider.GetRequiredService<TUseCase>());
            }
            catch (Exception error) when (attempt < MaxRuns && engine.MayRunAgain(error))
            {
                await Task.Delay(FirstPause * Math.Pow(2, attempt - 1), cancel);
            }
        }
    }
}

/// <summary>What a database error means, whatever the engine.</summary>
public static class DatabaseErrors
{
    /// <summary>The engine's own error behind an EF Core exception, or null.</summary>
    public static DbException? Inner(Exception? error)
    {
        while (error is not null and not DbException)
        {
            error = error.InnerException;
        }

        return (DbException?)error;
    }

    /// <summary>
    /// True when the whole use case may succeed if it runs again with everything read afresh: another commit came first,
    /// or the database was busy.
    /// </summary>
    public static bool MayRunAgain(this IDatabaseEngine engine, Exception error)
        => error is DbUpdateConcurrencyException
           || (Inner(error) is { } inner && (engine.IsTransient(inner) || engine.IsUniqueViolation(inner)));

    /// <summary>True when a unique index refused the save: someone else did the same thing first.</summary>
    public static bool IsUniqueViolation(this IDatabaseEngine engine, Exception error)
        => Inner(error) is { } inner && engine.IsUniqueViolation(inner);
}
