namespace Charity.Embedded.Pdf.Layout;

/// <summary>What may not happen before a strip.</summary>
internal enum Glue
{
    /// <summary>A page may end before it.</summary>
    None,

    /// <summary>Belongs with the strip before it, where both fit on a page.</summary>
    Together,

    /// <summary>A heading and what it heads, a paragraph's last two lines.</summary>
    Tight,
}

/// <summary>
/// A slice of a page that is never cut: a line of text, a row of a table, a picture. Every block becomes strips; pages are
/// filled with them from the top.
/// </summary>
/// <param name="height">In points.</param>
/// <param name="draw">Draws it, given the height of its top on the page.</param>
internal sealed class Strip(double height, Action<PageCanvas, double> draw)
{
    public double Height => height;

    /// <summary>White above it; left out at the top of a page.</summary>
    public double Gap { get; init; }

    public Glue Glue { get; set; }

    /// <summary>Begins a new page.</summary>
    public bool StartsPage { get; init; }

    /// <summary>Stands at the foot of its page.</summary>
    public bool AtFoot { get; init; }

    /// <summary>Drawn again above this strip when it begins a page, such as the head of a table.</summary>
    public Strip? RepeatedHead { get; init; }

    public void Draw(PageCanvas canvas, double top) => draw(canvas, top);
}
