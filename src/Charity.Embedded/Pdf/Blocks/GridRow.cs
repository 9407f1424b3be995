using Charity.Embedded.Pdf.Files;
using Charity.Embedded.Pdf.Layout;

namespace Charity.Embedded.Pdf.Blocks;

/// <summary>A cell of a row: its lines, where each begins, and its tag.</summary>
internal readonly record struct GridCell(Tag Tag, List<TextLine> Lines, Func<TextLine, double> Left);

/// <summary>Rows of cells side by side, in tables and lists of facts.</summary>
internal static class GridRow
{
    /// <summary>Most of a page that one row may take before it is cut.</summary>
    private const double LongestPart = 480;

    /// <summary>
    /// Adds a row; one too high for a page in several strips, as a cell may hold a whole story.
    /// </summary>
    /// <param name="line">Drawn above the row: thickness and colour; none where the thickness is 0.</param>
    public static void Add(StripList to, GridCell[] cells, TextStyle style, double padding, (double Thickness, int Colour) line, Strip? repeatedHead = null)
    {
        var count = cells.Max(c => c.Lines.Count);
        var most = Math.Max(1, (int)(LongestPart / style.Leading));
        for (var first = 0; first == 0 || first < count; first += most)
        {
            var start = first;
            var shown = Math.Min(most, count - start);
            to.Add(
                (shown * style.Leading) + (2 * padding),
                (canvas, top) =>
                {
                    if (line.Thickness > 0 && start == 0)
                    {
                        canvas.Across(to.Left, top, to.Width, line.Thickness, line.Colour);
                    }

                    foreach (var cell in cells)
                    {
                        Draw(canvas, cell, start, shown, top + padding, style);
                    }
                },
                repeatedHead);
        }
    }

    private static void Draw(PageCanvas canvas, GridCell cell, int start, int count, double top, TextStyle style)
    {
        if (!canvas.Repeating)
        {
            // An empty cell too has its place in the row.
            cell.Tag.Place();
        }

        for (var i = start; i < Math.Min(start + count, cell.Lines.Count); i++)
        {
            canvas.Text(cell.Lines[i], cell.Left(cell.Lines[i]), top + ((i - start) * style.Leading) + style.Baseline);
        }
    }
}
