namespace Charity.Benchmarks;

/// <summary>One line of the table.</summary>
/// <param name="What">What was measured, in words.</param>
/// <param name="Measured">With its unit.</param>
/// <param name="Limit">What it is held against: measured in the same run, or where that is not possible, named.</param>
/// <param name="Ratio">Measured by limit.</param>
/// <param name="Aim">The ratio to reach; null where the line only explains another.</param>
internal sealed record Figure(string What, string Measured, string Limit, double Ratio, double? Aim);

/// <summary>Something to measure, by the name that is typed to run it alone.</summary>
internal sealed record Scenario(string Name, Func<TextWriter, CancellationToken, Task<IReadOnlyList<Figure>>> RunAsync);
