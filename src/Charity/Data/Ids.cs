namespace Charity.Data;

/// <summary>Makes version-7 ids from the business clock, so that rows sort by the time they were made.</summary>
public sealed class Ids(TimeProvider time)
{
    public Guid New() => Guid.CreateVersion7(time.GetUtcNow());
}
