namespace Charity.Documents;

/// <summary>Where a column's text stands.</summary>
public enum ColumnAlignment
{
    Left,
    Right,
    Centre,

    /// <summary>
    /// Numbers under one another by their decimal mark: the last point in a table in English, the last comma in the other
    /// languages.
    /// </summary>
    Amount,
}

/// <summary>A column of a table.</summary>
/// <param name="Title">Its head, repeated on each page.</param>
public sealed record Column(string Title, ColumnAlignment Alignment = ColumnAlignment.Left)
{
    /// <summary>
    /// Share of the width among columns of text. Columns of numbers take what they need first, so this matters
    /// between text columns only.
    /// </summary>
    public double Weight { get; init; } = 1;
}

/// <summary>A row; as many cells as columns.</summary>
public sealed record Row(IReadOnlyList<string> Cells)
{
    public Row(params string[] cells) : this((IReadOnlyList<string>)cells) { }

    /// <summary>A total or subtotal: bold, with a line above.</summary>
    public bool IsTotal { get; init; }

    public static Row Total(params string[] cells) => new(cells) { IsTotal = true };
}

/// <summary>A table. Its head repeats on each page; a row stays whole where a page can hold it.</summary>
/// <param name="Columns">At least one.</param>
public sealed record Table(IReadOnlyList<Column> Columns, IReadOnlyList<Row> Rows) : Block
{
    /// <summary>Line above the table that says what it shows; may be empty.</summary>
    public string Caption { get; init; } = "";
}
