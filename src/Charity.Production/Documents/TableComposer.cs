using Charity.Documents;
using Charity.Embedded.Pdf.Blocks;
using Charity.Embedded.Pdf.Layout;
using QuestPDF.Fluent;
using QuestPDF.Infrastructure;
using OwnSetting = Charity.Embedded.Pdf.Layout.Setting;

namespace Charity.Production.Documents;

/// <summary>Tables and lists of facts. Widths, and where amounts stand, are reckoned as by the product's own writer.</summary>
internal sealed class TableComposer(Setting setting, float width)
{
    private const float Padding = 4;
    private const float ColumnGap = 14;

    public void Set(FactList list, IContainer at)
    {
        if (list.Facts.Count == 0)
        {
            return;
        }

        var names = list.Facts.Max(fact => LineBreaker.Width(PrintableText.Normalise(fact.Name), Look.FactName));
        at.PaddingVertical(10).SemanticTable().Table(table =>
        {
            table.ColumnsDefinition(columns =>
            {
                columns.ConstantColumn((float)Math.Clamp(names + 1, width * 0.2, width * 0.4) + ColumnGap);
                columns.RelativeColumn();
            });
            foreach (var (index, fact) in list.Facts.Index())
            {
                var line = index == 0 ? 0 : 0.5f;
                setting.Text(Cell(table.Cell().AsSemanticHorizontalHeader(), line, Look.Line).PaddingRight(ColumnGap), fact.Name, Look.FactName);
                setting.Text(Cell(table.Cell(), line, Look.Line), fact.Value, Look.FactValue);
            }
        });
    }

    public void Set(Table content, IContainer at)
    {
        if (content.Columns.Count == 0 || content.Rows.Any(row => row.Cells.Count != content.Columns.Count))
        {
            throw new DocumentException("A table needs columns, and each row a cell for every one of them.");
        }

        var measured = TableColumn.Of(content, new StripList(0, width), new OwnSetting(setting.Language, setting.Pictures));
        at.PaddingVertical(10).Column(column =>
        {
            if (content.Caption.Length > 0)
            {
                setting.Text(column.Item().EnsureSpace(60).PaddingBottom(2).SemanticCaption(), content.Caption, Look.Subsection);
            }

            column.Item().SemanticTable().Table(table =>
            {
                table.ColumnsDefinition(columns =>
                {
                    for (var i = 0; i < measured.Length; i++)
                    {
                        // The gap between two columns belongs to the left one.
                        columns.RelativeColumn((float)measured[i].Width + (i < measured.Length - 1 ? ColumnGap : 0));
                    }
                });
                Head(content, table);
                foreach (var (index, row) in content.Rows.Index())
                {
                    Row(content, row, index, measured, table);
                }
            });
        });
    }

    private void Head(Table content, TableDescriptor table)
        => table.Header(head =>
        {
            for (var i = 0; i < content.Columns.Count; i++)
            {
                var cell = head.Cell().PaddingVertical(Padding).BorderBottom(0.8f).BorderColor(Setting.Colour(Look.LineStrong)).PaddingRight(GapAfter(content, i)).AlignBottom();
                setting.Text(Aligned(cell, content.Columns[i].Alignment), content.Columns[i].Title, Look.TableHead);
            }
        });

    private void Row(Table content, Row row, int index, TableColumn[] measured, TableDescriptor table)
    {
        var style = row.IsTotal ? Look.TableCell.Strong : Look.TableCell;
        for (var i = 0; i < row.Cells.Count; i++)
        {
            var cell = Cell(table.Cell(), row.IsTotal ? 0.8f : index == 0 ? 0 : 0.5f, row.IsTotal ? Look.LineStrong : Look.Line).PaddingRight(GapAfter(content, i));
            var column = measured[i];
            var lines = LineBreaker.Break(new TextSpan(column.Cells[index], style, null), column.Width);
            if (content.Columns[i].Alignment == ColumnAlignment.Amount && lines.Count == 1)
            {
                // White on the right brings the decimal marks under one another.
                var behind = column.Left + column.Width - column.CellLeft(column.Cells[index], style)(lines[0]) - lines[0].Width;
                cell = cell.PaddingRight((float)Math.Max(0, behind));
            }

            setting.Text(Aligned(cell, content.Columns[i].Alignment), row.Cells[i], style);
        }
    }

    private static IContainer Cell(IContainer cell, float line, int colour)
        => cell.PreventPageBreak().BorderTop(line).BorderColor(Setting.Colour(colour)).PaddingVertical(Padding);

    private static float GapAfter(Table content, int column) => column < content.Columns.Count - 1 ? ColumnGap : 0;

    private static IContainer Aligned(IContainer cell, ColumnAlignment alignment) => alignment switch
    {
        ColumnAlignment.Left => cell.AlignLeft(),
        ColumnAlignment.Centre => cell.AlignCenter(),
        _ => cell.AlignRight(),
    };
}
