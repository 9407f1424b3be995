namespace Charity.Accounting.Tests;

/// <summary>Three funds with names, as they stand in the T-accounts of docs/accounting.md.</summary>
internal static class Funds
{
    internal static readonly Guid General = Guid.Parse("01900000-0000-7000-8000-000000000001");
    internal static readonly Guid Water = Guid.Parse("01900000-0000-7000-8000-000000000002");
    internal static readonly Guid Training = Guid.Parse("01900000-0000-7000-8000-000000000003");

    internal static IReadOnlyList<Guid> All { get; } = [General, Water, Training];

    internal static string Name(Guid fund) =>
        fund == General ? "General" : fund == Water ? "Water" : fund == Training ? "Training" : fund.ToString();
}
