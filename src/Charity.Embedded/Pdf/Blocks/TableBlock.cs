using Charity.Documents;
using Charity.Embedded.Pdf.Files;
using Charity.Embedded.Pdf.Layout;

namespace Charity.Embedded.Pdf.Blocks;

/// <summary>A table with a head that repeats on each page.</summary>
internal static class TableBlock
{
    private const double Padding = 4;

    public static void Set(Table table, StripList to, Setting setting)
    {
        if (table.Columns.Count == 0 || table.Rows.Any(r => r.Cells.Count != table.Columns.Count))
        {
            throw new DocumentException("A table needs columns, and each row a cell for every one of them.");
        }

        var tag = setting.Tag("Table");
        to.Gap(10);
        if (table.Caption.Length > 0)
        {
            to.AddText(setting.Text(table.Caption), Look.Subsection, setting.Tag("Caption", tag));
            to.Gap(2);
            to.Stick(Glue.Tight);
        }

        var columns = TableColumn.Of(table, to, setting);
        var head = AddHead(columns, to, setting, tag);
        var body = setting.Tag("TBody", tag);
        for (var i = 0; i < table.Rows.Count; i++)
        {
            var isTotal = table.Rows[i].IsTotal;
            if (i == 0 || isTotal)
            {
                // A head never stands alone at a page's end, nor a total alone at a page's top.
                to.Stick(Glue.Tight);
            }

            AddRow(columns, i, isTotal, to, setting, body, head);
        }

        to.Gap(12);
    }

    private static Strip AddHead(TableColumn[] columns, StripList to, Setting setting, Tag table)
    {
        var row = setting.Tag("TR", setting.Tag("THead", table));
        var cells = columns.Select(c =>
        {
            var cell = setting.Tag("TH", row, "<</O/Table/Scope/Column>>");
            return new GridCell(cell, LineBreaker.Break(new TextSpan(c.Title, Look.TableHead, cell), c.Width), c.HeadLeft);
        }).ToArray();
        var lines = cells.Max(c => c.Lines.Count);
        var height = (lines * Look.TableHead.Leading) + (2 * Padding) + 1;
        return to.Add(height, (canvas, top) =>
        {
            foreach (var cell in cells)
            {
                if (!canvas.Repeating)
                {
                    cell.Tag.Place();
                }

                // Short heads stand on the line with the long ones' last words.
                var y = top + Padding + ((lines - cell.Lines.Count) * Look.TableHead.Leading) + Look.TableHead.Baseline;
                foreach (var line in cell.Lines)
                {
                    canvas.Text(line, cell.Left(line), y);
                    y += Look.TableHead.Leading;
                }
            }

            canvas.Across(to.Left, top + height - 1, to.Width, 0.8, Look.LineStrong);
        });
    }

    private static void AddRow(TableColumn[] columns, int index, bool isTotal, StripList to, Setting setting, Tag body, Strip head)
    {
        var row = setting.Tag("TR", body);
        var style = isTotal ? Look.TableCell.Strong : Look.TableCell;
        var cells = new GridCell[columns.Length];
        for (var i = 0; i < columns.Length; i++)
        {
            var tag = setting.Tag("TD", row);
            cells[i] = new GridCell(tag, LineBreaker.Break(new TextSpan(columns[i].Cells[index], style, tag), columns[i].Width), columns[i].CellLeft(columns[i].Cells[index], style));
        }

        GridRow.Add(to, cells, style, Padding, isTotal ? (0.8, Look.LineStrong) : (index == 0 ? 0 : 0.5, Look.Line), head);
    }
}
