namespace Charity.Payments;

/// <summary>
/// How long a call to the provider may take in all, its retries included, in real time. It travels with the
/// asynchronous flow, so that the port's methods need no parameter for it.
/// </summary>
public static class GatewayBudget
{
    /// <summary>For background work.</summary>
    public static readonly TimeSpan Background = TimeSpan.FromSeconds(30);

    /// <summary>While a person waits for a page.</summary>
    public static readonly TimeSpan Person = TimeSpan.FromSeconds(10);

    private static readonly AsyncLocal<TimeSpan?> Ambient = new();

    /// <summary>What the calls of this flow have: <see cref="Background"/> unless set otherwise.</summary>
    public static TimeSpan Current => Ambient.Value ?? Background;

    /// <summary>Calls made until the result is disposed, in this flow, have no more than <see cref="Person"/>.</summary>
    public static IDisposable ForAPerson() => Of(Person);

    internal static IDisposable Of(TimeSpan budget)
    {
        var before = Ambient.Value;
        Ambient.Value = budget;
        return new Restore(before);
    }

    private sealed class Restore(TimeSpan? before) : IDisposable
    {
        public void Dispose() => Ambient.Value = before;
    }
}
