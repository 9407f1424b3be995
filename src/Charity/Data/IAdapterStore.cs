namespace Charity.Data;

/// <summary>
/// Tables that an adapter keeps for itself beside the mapped ones, such as a job store. They hold nothing that could not
/// be made anew, and like the mapped ones are changed by <c>charity migrate</c> only.
/// </summary>
public interface IAdapterStore
{
    /// <summary>Brings them to the version of the program; harmless to repeat.</summary>
    Task PrepareAsync(CancellationToken cancel);

    /// <summary>What keeps the program from starting on them, as a sentence that says what to do; null when it may.</summary>
    Task<string?> FaultAsync(CancellationToken cancel);
}
