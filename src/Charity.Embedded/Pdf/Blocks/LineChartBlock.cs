using Charity.Documents;
using Charity.Embedded.Pdf.Layout;

namespace Charity.Embedded.Pdf.Blocks;

/// <summary>Lines over time, with marks on the left and as many labels beneath as fit.</summary>
internal static class LineChartBlock
{
    private const double PlotHeight = 150;
    private const double LabelHeight = 20;
    private const double Above = 8;

    public static void Set(LineChart chart, StripList to, Setting setting)
    {
        var frame = new ChartFrame(chart, to, setting);
        if (chart.Series.Count > 1)
        {
            frame.Legend(chart.Series.Select(s => (s.Name, Look.Colour(s.Hue))));
        }

        var values = chart.Series.SelectMany(s => s.Points).Select(p => p.Value).Concat(chart.Marks.Select(m => m.Value)).DefaultIfEmpty().ToList();
        long least = values.Min(), most = Math.Max(least + 1, values.Max());
        var style = Look.ChartText.In(Look.InkSoft);
        var marks = chart.Marks.Select(m => (m.Value, Line: frame.Break(m.Text, style, double.MaxValue)[0])).ToList();
        var labels = (chart.Series.Count == 0 ? [] : chart.Series[0].Points).Select(p => frame.Break(p.Label, style, double.MaxValue)[0]).ToList();
        var markWidth = marks.Select(m => m.Line.Width).DefaultIfEmpty().Max();
        var half = labels.Count == 0 ? 0 : labels[^1].Width / 2;
        var left = to.Left + markWidth + 10;
        var width = to.Left + to.Width - left - Math.Min(half, 40);
        var step = Step(labels, width);
        frame.Add(Above + PlotHeight + LabelHeight, (canvas, top) =>
        {
            double Y(long value) => top + Above + PlotHeight - ((value - least) * PlotHeight / (most - least));
            double X(int index, int count) => left + (count < 2 ? width / 2 : index * width / (count - 1));
            foreach (var (value, line) in marks)
            {
                canvas.Rectangle(left, Y(value) - 0.25, width, 0.5, Look.Line);
                canvas.Text(line, left - 8 - line.Width, Y(value) + 3);
            }

            for (var i = 0; i < labels.Count; i += step)
            {
                canvas.Text(labels[i], Math.Max(to.Left, X(i, labels.Count) - (labels[i].Width / 2)), top + Above + PlotHeight + 14);
            }

            foreach (var series in chart.Series.Where(s => s.Points.Count > 0))
            {
                var hue = Look.Colour(series.Hue);
                var points = series.Points.Select((p, i) => (X(i, series.Points.Count), Y(p.Value))).ToArray();
                canvas.Path(points, 1.6, hue);
                canvas.Dot(points[^1].Item1, points[^1].Item2, 2.8, hue);
            }
        });
        frame.End();
    }

    /// <summary>Every which label is shown, so that neighbours do not touch.</summary>
    private static int Step(List<TextLine> labels, double width)
    {
        if (labels.Count < 2)
        {
            return 1;
        }

        var room = width / (labels.Count - 1);
        return (int)Math.Max(1, Math.Ceiling((labels.Max(l => l.Width) + 8) / room));
    }
}
