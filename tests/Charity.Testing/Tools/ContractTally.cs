namespace Charity.Testing.Tools;

/// <summary>
/// Counts the cases of a port's contract that ran against one adapter, and prints the number at the end: a contract of
/// which nothing ran must not look like one that passed. Use as a class fixture; call <see cref="Count"/> once a case.
/// </summary>
public sealed class ContractTally<TContract> : IDisposable
{
    private int _cases;
    private string _adapter = "";

    public void Count(string adapter)
    {
        _adapter = adapter;
        Interlocked.Increment(ref _cases);
    }

    public void Dispose() =>
        Console.WriteLine(_cases == 0 ? $"{typeof(TContract).Name}: not run" : FormattableString.Invariant($"{typeof(TContract).Name}, adapter {_adapter}: {_cases} cases run"));
}
