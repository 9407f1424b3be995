namespace Charity.Ledger;

/// <summary>
/// A statement about the stored books that must always hold, as a query that returns the rows breaking it.
/// </summary>
/// <param name="Name">Such as <c>I1</c>: the same in code, documents and findings.</param>
/// <param name="Meaning">For finance staff, one sentence.</param>
/// <param name="Sql">In the dialect that both engines share; may use the parameters of <see cref="LedgerSql"/>.</param>
/// <param name="RowType">What the first column names, such as <c>entry</c>: with its value it names the row in a finding.</param>
public sealed record Invariant(string Name, string Meaning, string RowType, string Sql);

/// <summary>A row that breaks an invariant.</summary>
/// <param name="Row">Type and id, such as <c>entry:17</c>.</param>
/// <param name="Detail">The other columns of the row.</param>
public sealed record Breach(string Invariant, string Row, string Detail)
{
    /// <summary>The row's id where it is one of ours; null for numbers, provider ids and counts.</summary>
    public Guid? RowId => Guid.TryParse(Row[(Row.IndexOf(':', StringComparison.Ordinal) + 1)..], out var id) ? id : null;
}
