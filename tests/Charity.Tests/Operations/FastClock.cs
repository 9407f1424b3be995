namespace Charity.Tests.Operations;

/// <summary>The same time in every process, and so many times faster than real time: a lease of two minutes ends in seconds.</summary>
internal sealed class FastClock(int speed) : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => speed == 1 ? System.GetUtcNow() : Start + ((System.GetUtcNow() - Start) * speed);
}
