namespace Charity.Adapters.Tests;

/// <summary>
/// Counts the cases of a port's contract that one adapter ran, and prints the number at the end: an adapter whose tests
/// were never reached shows by its missing line.
/// </summary>
public sealed class ContractCount : IDisposable
{
    private string name = "";
    private int cases;

    public void Add(string contractAndAdapter)
    {
        name = contractAndAdapter;
        Interlocked.Increment(ref cases);
    }

    public void Dispose() => Console.WriteLine(FormattableString.Invariant($"{name}: {cases} cases run"));
}
