namespace Charity.Accounting;

public enum AccountKind
{
    Asset,
    Liability,
    Equity,
    Income,
    Expense,
}

/// <summary>An account of the chart.</summary>
/// <param name="Code">Four digits, unique in the chart.</param>
/// <param name="Name">English; screens translate by code.</param>
public sealed record Account(string Code, AccountKind Kind, string Name)
{
    /// <summary>Income, expense and equity carry a fund on every posting; assets and liabilities never do.</summary>
    public bool CarriesFund => Kind is AccountKind.Income or AccountKind.Expense or AccountKind.Equity;
}
