namespace Charity.Data.Work;

/// <summary>For hosts in which no background work runs, such as the migration command: a nudge is forgotten, the row stays.</summary>
internal sealed class SilentWorkClock : IWorkClock
{
    public void Nudge()
    {
    }
}
