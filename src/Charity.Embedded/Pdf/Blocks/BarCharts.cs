using Charity.Documents;
using Charity.Embedded.Pdf.Layout;

namespace Charity.Embedded.Pdf.Blocks;

/// <summary>Horizontal bars, whole or in parts.</summary>
internal static class BarCharts
{
    private const double Bar = 11;
    private const double ThinBar = 5;
    private const double ValueGap = 6;

    public static void Set(BarChart chart, StripList to, Setting setting)
    {
        var frame = new ChartFrame(chart, to, setting);
        var hue = Look.Colour(chart.Hue);
        var two = chart.Against.Count > 0;
        if (two)
        {
            frame.Legend([(chart.Names.Bars, hue), (chart.Names.Against, Look.Against)]);
        }

        var longest = Math.Max(1, chart.Bars.Concat(chart.Against).Select(b => b.Value).DefaultIfEmpty().Max());
        var rows = new ChartRows(frame, to, chart.Bars.Select(b => b.Label), chart.Bars.Concat(chart.Against).Select(b => Width(b.Text, setting)).DefaultIfEmpty().Max() + ValueGap);
        for (var i = 0; i < chart.Bars.Count; i++)
        {
            var bar = chart.Bars[i];
            var against = i < chart.Against.Count ? chart.Against[i] : null;
            var text = frame.Break(bar.Text, Look.ChartText, double.MaxValue)[0];
            var againstText = against is null ? null : frame.Break(against.Text, Look.ChartText.In(Look.InkSoft), double.MaxValue)[0];
            rows.Add(bar.Label, two ? 25 : Bar, strong: false, (canvas, top, height) =>
            {
                var y = top + ((height - (two ? 25 : Bar)) / 2);
                Draw(canvas, rows, bar.Value, longest, y, Bar, hue, text);
                if (against is not null)
                {
                    Draw(canvas, rows, against.Value, longest, y + 16.5, ThinBar, Look.Against, againstText!);
                }
            });
        }

        frame.End();
    }

    public static void Set(StackedBarChart chart, StripList to, Setting setting)
    {
        var frame = new ChartFrame(chart, to, setting);
        var hues = chart.Parts.Select(p => Look.Colour(p.Hue)).ToArray();
        frame.Legend(chart.Parts.Select((p, i) => (p.Name, hues[i])));
        var longest = Math.Max(1, chart.Bars.Select(b => b.Values.Sum(v => Math.Max(0, v.Value))).DefaultIfEmpty().Max());
        var rows = new ChartRows(frame, to, chart.Bars.Select(b => b.Label), chart.Bars.Select(b => Width(b.TotalText, setting)).DefaultIfEmpty().Max() + ValueGap);
        foreach (var bar in chart.Bars)
        {
            var text = frame.Break(bar.TotalText, Look.ChartText, double.MaxValue)[0];
            rows.Add(bar.Label, Bar, strong: false, (canvas, top, height) =>
            {
                var x = rows.PlotLeft;
                var y = top + ((height - Bar) / 2);
                for (var i = 0; i < bar.Values.Count; i++)
                {
                    var width = Math.Max(0, bar.Values[i].Value) * rows.PlotWidth / longest;
                    if (width > 0)
                    {
                        // A hair of white keeps neighbours apart for those who do not tell their colours.
                        canvas.Rectangle(x, y, Math.Max(0.3, width - 0.8), Bar, hues[Math.Min(i, hues.Length - 1)]);
                    }

                    x += width;
                }

                canvas.Text(text, x + ValueGap, y + (Bar / 2) + 3);
            });
        }

        frame.End();
    }

    internal static double Width(string text, Setting setting) => LineBreaker.Width(setting.Text(text), Look.ChartText);

    private static void Draw(PageCanvas canvas, ChartRows rows, long value, long longest, double y, double height, int hue, TextLine text)
    {
        // Zero too is drawn, as a hair: nothing and no data differ.
        var width = Math.Max(0.6, Math.Max(0, value) * rows.PlotWidth / longest);
        canvas.Rectangle(rows.PlotLeft, y, width, height, hue);
        canvas.Text(text, rows.PlotLeft + width + ValueGap, y + (height / 2) + 3);
    }
}
