using System.Diagnostics;
using Charity.Documents;
using Charity.Embedded.Pdf.Layout;

namespace Charity.Production.Documents;

/// <summary>Draws every kind of chart as SVG, with the looks of the product's own writer.</summary>
internal static class ChartSvg
{
    private const double Bar = 11;
    private const double ThinBar = 5;
    private const double TwoBars = 25;
    private const double WaterfallBar = 12;
    private const double ValueGap = 6;
    private const double PlotHeight = 150;
    private const double Above = 8;

    /// <param name="chart">What to draw.</param>
    /// <param name="width">In points.</param>
    /// <param name="words">Settles and checks each text.</param>
    public static IReadOnlyList<ChartStrip> Draw(Chart chart, double width, Func<string, string> words) => chart switch
    {
        BarChart bars => Bars(bars, new ChartRowSet(width, words)),
        StackedBarChart stacked => Stacked(stacked, new ChartRowSet(width, words)),
        WaterfallChart waterfall => Waterfall(waterfall, new ChartRowSet(width, words)),
        LineChart lines => Lines(lines, new ChartRowSet(width, words)),
        _ => throw new UnreachableException(chart.GetType().Name),
    };

    private static List<ChartStrip> Bars(BarChart chart, ChartRowSet rows)
    {
        var hue = Look.Colour(chart.Hue);
        var two = chart.Against.Count > 0;
        if (two)
        {
            rows.Legend([(chart.Names.Bars, hue), (chart.Names.Against, Look.Against)]);
        }

        var all = chart.Bars.Concat(chart.Against).ToList();
        var longest = Math.Max(1, all.Select(bar => bar.Value).DefaultIfEmpty().Max());
        rows.Plan(chart.Bars.Select(bar => bar.Label), all.Select(bar => bar.Text), ValueGap);
        for (var i = 0; i < chart.Bars.Count; i++)
        {
            var (bar, against) = (chart.Bars[i], i < chart.Against.Count ? chart.Against[i] : null);
            rows.Add(bar.Label, two ? TwoBars : Bar, strong: false, (strip, height) =>
            {
                var y = (height - (two ? TwoBars : Bar)) / 2;
                One(strip, bar, y, Bar, hue, Look.ChartText);
                if (against is not null)
                {
                    One(strip, against, y + 16.5, ThinBar, Look.Against, Look.ChartText.In(Look.InkSoft));
                }
            });
        }

        return rows.Strips;

        void One(SvgStrip strip, ChartValue value, double y, double high, int colour, TextStyle style)
        {
            // Zero too is drawn, as a hair: nothing and no data differ.
            var length = Math.Max(0.6, Math.Max(0, value.Value) * rows.PlotWidth / longest);
            strip.Rectangle(rows.PlotLeft, y, length, high, colour);
            strip.Text(rows.Words(value.Text), rows.PlotLeft + length + ValueGap, y + (high / 2) + 3, style);
        }
    }

    private static List<ChartStrip> Stacked(StackedBarChart chart, ChartRowSet rows)
    {
        var hues = chart.Parts.Select(part => Look.Colour(part.Hue)).ToArray();
        rows.Legend(chart.Parts.Select((part, i) => (part.Name, hues[i])));
        var longest = Math.Max(1, chart.Bars.Select(bar => bar.Values.Sum(value => Math.Max(0, value.Value))).DefaultIfEmpty().Max());
        rows.Plan(chart.Bars.Select(bar => bar.Label), chart.Bars.Select(bar => bar.TotalText), ValueGap);
        foreach (var bar in chart.Bars)
        {
            rows.Add(bar.Label, Bar, strong: false, (strip, height) =>
            {
                var (x, y) = (rows.PlotLeft, (height - Bar) / 2);
                foreach (var (i, value) in bar.Values.Index())
                {
                    var length = Math.Max(0, value.Value) * rows.PlotWidth / longest;
                    if (length > 0)
                    {
                        // A hair of white keeps neighbours apart for those who do not tell their colours.
                        strip.Rectangle(x, y, Math.Max(0.3, length - 0.8), Bar, hues[Math.Min(i, hues.Length - 1)]);
                    }

                    x += length;
                }

                strip.Text(rows.Words(bar.TotalText), x + ValueGap, y + (Bar / 2) + 3, Look.ChartText);
            });
        }

        return rows.Strips;
    }

    private static List<ChartStrip> Waterfall(WaterfallChart chart, ChartRowSet rows)
    {
        var spans = new List<(long From, long To)>(chart.Steps.Count);
        foreach (var step in chart.Steps)
        {
            var from = step.Kind == WaterfallKind.Level || spans.Count == 0 ? 0 : spans[^1].To;
            spans.Add((from, checked(from + step.Value)));
        }

        var least = Math.Min(0, spans.Select(span => Math.Min(span.From, span.To)).DefaultIfEmpty().Min());
        var most = Math.Max(least + 1, spans.Select(span => Math.Max(span.From, span.To)).DefaultIfEmpty().Max());
        rows.Plan(chart.Steps.Select(step => step.Label), chart.Steps.Select(step => step.Text), 12, strong: true);
        foreach (var (i, step) in chart.Steps.Index())
        {
            var (from, end) = spans[i];
            var isLevel = step.Kind == WaterfallKind.Level;
            rows.Add(step.Label, WaterfallBar, isLevel, (strip, height) =>
            {
                var y = (height - WaterfallBar) / 2;
                var (left, right) = (Place(Math.Min(from, end)), Place(Math.Max(from, end)));
                strip.Rectangle(left, y, Math.Max(0.6, right - left), WaterfallBar, isLevel ? Look.LineStrong : end >= from ? Look.Accent : Look.Warm);
                if (i > 0)
                {
                    strip.Rectangle(Place(spans[i - 1].To) - 0.3, 0, 0.6, y, Look.Against);
                }

                if (i < spans.Count - 1)
                {
                    strip.Rectangle(Place(end) - 0.3, y + WaterfallBar, 0.6, height - y - WaterfallBar, Look.Against);
                }

                var (text, style) = (rows.Words(step.Text), isLevel ? Look.ChartText.Strong : Look.ChartText);
                strip.Text(text, rows.Width - LineBreaker.Width(text, style), y + (WaterfallBar / 2) + 3, style);
            });
        }

        return rows.Strips;

        double Place(long value) => rows.PlotLeft + ((value - least) * rows.PlotWidth / (most - least));
    }

    private static List<ChartStrip> Lines(LineChart chart, ChartRowSet rows)
    {
        if (chart.Series.Count > 1)
        {
            rows.Legend(chart.Series.Select(series => (series.Name, Look.Colour(series.Hue))));
        }

        var values = chart.Series.SelectMany(series => series.Points).Select(point => point.Value).Concat(chart.Marks.Select(mark => mark.Value)).DefaultIfEmpty().ToList();
        var (least, most) = (values.Min(), Math.Max(values.Min() + 1, values.Max()));
        var style = Look.ChartText.In(Look.InkSoft);
        var marks = chart.Marks.Select(mark => (mark.Value, Text: rows.Words(mark.Text))).ToList();
        var labels = (chart.Series.Count == 0 ? [] : chart.Series[0].Points).Select(point => rows.Words(point.Label)).ToList();
        var left = marks.Select(mark => LineBreaker.Width(mark.Text, style)).DefaultIfEmpty().Max() + 10;
        var width = rows.Width - left - Math.Min(labels.Count == 0 ? 0 : LineBreaker.Width(labels[^1], style) / 2, 40);
        rows.Add(Above + PlotHeight + 20, strip =>
        {
            foreach (var (value, text) in marks)
            {
                strip.Rectangle(left, Y(value) - 0.25, width, 0.5, Look.Line);
                strip.Text(text, left - 8 - LineBreaker.Width(text, style), Y(value) + 3, style);
            }

            var step = Step(labels, width, style);
            for (var i = 0; i < labels.Count; i += step)
            {
                strip.Text(labels[i], Math.Max(0, X(i, labels.Count) - (LineBreaker.Width(labels[i], style) / 2)), Above + PlotHeight + 14, style);
            }

            foreach (var series in chart.Series.Where(series => series.Points.Count > 0))
            {
                var points = series.Points.Select((point, i) => (X: X(i, series.Points.Count), Y: Y(point.Value))).ToList();
                strip.Line(points, 1.6, Look.Colour(series.Hue));
                strip.Dot(points[^1].X, points[^1].Y, 2.8, Look.Colour(series.Hue));
            }
        });
        return rows.Strips;

        double Y(long value) => Above + PlotHeight - ((value - least) * PlotHeight / (most - least));
        double X(int index, int count) => left + (count < 2 ? width / 2 : index * width / (count - 1));
    }

    /// <summary>Every which label is shown, so that neighbours do not touch.</summary>
    private static int Step(List<string> labels, double width, TextStyle style)
        => labels.Count < 2 ? 1 : (int)Math.Max(1, Math.Ceiling((labels.Max(label => LineBreaker.Width(label, style)) + 8) * (labels.Count - 1) / width));
}
