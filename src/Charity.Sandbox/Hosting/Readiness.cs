namespace Charity.Sandbox.Hosting;

/// <summary>How far the start has come. Both ports answer from the first moment; until all is ready they say so.</summary>
internal sealed class Readiness
{
    private volatile bool ready;
    private volatile int percent;

    internal bool IsReady => ready;

    /// <summary>0 to 100, of the demo data.</summary>
    internal int Percent
    {
        get => percent;
        set => percent = Math.Clamp(value, 0, 100);
    }

    internal void Open() => ready = true;
}
