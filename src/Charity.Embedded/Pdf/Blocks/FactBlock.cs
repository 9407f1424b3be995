using Charity.Documents;
using Charity.Embedded.Pdf.Layout;

namespace Charity.Embedded.Pdf.Blocks;

/// <summary>A quiet list of facts, as a table of two columns whose first names the row.</summary>
internal static class FactBlock
{
    private const double Padding = 4;
    private const double ColumnGap = 14;

    public static void Set(FactList list, StripList to, Setting setting)
    {
        if (list.Facts.Count == 0)
        {
            return;
        }

        var table = setting.Tag("Table");
        var names = list.Facts.Select(f => setting.Text(f.Name)).ToList();
        // As wide as the longest name, between a fifth and two fifths of the column.
        var nameWidth = Math.Clamp(names.Max(n => LineBreaker.Width(n, Look.FactName)), to.Width * 0.2, to.Width * 0.4);
        var valueLeft = to.Left + nameWidth + ColumnGap;
        to.Gap(10);
        for (var i = 0; i < list.Facts.Count; i++)
        {
            var row = setting.Tag("TR", table);
            var name = setting.Tag("TH", row, "<</O/Table/Scope/Row>>");
            var value = setting.Tag("TD", row);
            var nameLines = LineBreaker.Break(new TextSpan(names[i], Look.FactName, name), nameWidth);
            var valueLines = LineBreaker.Break(setting.Spans(list.Facts[i].Value, Look.FactValue, value), to.Width - nameWidth - ColumnGap);
            GridRow.Add(
                to,
                [new GridCell(name, nameLines, _ => to.Left), new GridCell(value, valueLines, _ => valueLeft)],
                Look.FactValue,
                Padding,
                (i == 0 ? 0 : 0.5, Look.Line));
        }

        to.Gap(10);
    }
}
