namespace Charity.Payments;

/// <summary>
/// How long calls to the provider may take, their retries included, in real time. Background work has its time for each
/// call; a person who waits for a page has one deadline for all calls that the page makes. It travels with the
/// asynchronous flow, so that the port's methods need no parameter for it.
/// </summary>
public static class GatewayBudget
{
    /// <summary>For each call of background work.</summary>
    public static readonly TimeSpan Background = TimeSpan.FromSeconds(30);

    /// <summary>For all calls together while a person waits for a page.</summary>
    public static readonly TimeSpan Person = TimeSpan.FromSeconds(10);

    private static readonly AsyncLocal<Deadline?> Ambient = new();

    /// <summary>What the next call of this flow has: <see cref="Background"/>, or what is left until the deadline; never below zero.</summary>
    public static TimeSpan Current => Ambient.Value?.Left ?? Background;

    /// <summary>Somebody waits for a page: what may take long is left to the background.</summary>
    public static bool PersonWaits => Ambient.Value is not null;

    /// <summary>
    /// Calls made until the result is disposed, in this flow, share <see cref="Person"/> from now on; within another such
    /// stretch, what that one has left.
    /// </summary>
    public static IDisposable ForAPerson() => Of(Person);

    /// <param name="clock">Another clock than the real one, for tests: the business clock may stand still.</param>
    internal static IDisposable Of(TimeSpan budget, TimeProvider? clock = null)
    {
        var before = Ambient.Value;
        var deadline = new Deadline(clock ?? TimeProvider.System, budget);
        Ambient.Value = before is not null && before.Left <= budget ? before : deadline;
        return new Restore(before);
    }

    private sealed class Deadline(TimeProvider clock, TimeSpan budget)
    {
        private readonly long started = clock.GetTimestamp();

        public TimeSpan Left
        {
            get
            {
                var left = budget - clock.GetElapsedTime(started);
                return left > TimeSpan.Zero ? left : TimeSpan.Zero;
            }
        }
    }

    private sealed class Restore(Deadline? before) : IDisposable
    {
        public void Dispose() => Ambient.Value = before;
    }
}
