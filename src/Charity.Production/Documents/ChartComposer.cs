using Charity.Documents;
using Charity.Embedded.Pdf.Layout;
using QuestPDF.Fluent;
using QuestPDF.Infrastructure;

namespace Charity.Production.Documents;

/// <summary>A chart: title and note as text, the drawing as strips of SVG, all of it one figure that says the data in words.</summary>
internal sealed class ChartComposer(Setting setting, float width)
{
    public void Set(Chart chart, IContainer at)
    {
        var strips = ChartSvg.Draw(chart, width, setting.Words.Of);
        at.PaddingVertical(14).PreventPageBreak().SemanticFigure(chart.Alternative).Column(column =>
        {
            setting.Text(column.Item(), chart.Title, Look.Subsection);
            if (chart.Note.Length > 0)
            {
                setting.Text(column.Item().PaddingTop(1), chart.Note, Look.Quiet);
            }

            column.Item().Height(7);
            foreach (var strip in strips)
            {
                column.Item().Height((float)strip.Height).Svg(_ => strip.Svg);
            }
        });
    }
}
