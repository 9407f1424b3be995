namespace Charity.Data.Work.Running;

/// <summary>
/// How many rows the next batch may hold so that gathering for it takes about a second: a provider that answers slowly must
/// not hold back the first gift of a batch until the last one of hundreds was asked about.
/// </summary>
internal sealed class BatchPace
{
    /// <summary>Rows of a first batch, of which nobody knows how long it will take.</summary>
    public const int First = 100;

    /// <summary>Real time that gathering for a batch should take.</summary>
    public static readonly TimeSpan Aim = TimeSpan.FromSeconds(1);

    private int reach = First;

    /// <summary>Rows for the next batch.</summary>
    /// <param name="least">So many gather side by side: fewer would take no less time.</param>
    /// <param name="most">What the handler takes at most.</param>
    public int Next(int least, int most) => Math.Min(Math.Max(reach, least), most);

    /// <summary>Gathering for so many rows took so long.</summary>
    public void Took(int rows, TimeSpan time)
        => reach = (int)Math.Min(rows * Aim.TotalMilliseconds / Math.Max(time.TotalMilliseconds, 1), int.MaxValue);
}
