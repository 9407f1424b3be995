using Charity.Documents;
using Charity.Embedded.Pdf.Layout;

namespace Charity.Embedded.Pdf.Blocks;

/// <summary>A waterfall, lying: each movement begins where the one before ended.</summary>
internal static class WaterfallBlock
{
    private const double Bar = 12;

    /// <summary>Half the thickness of the lines that join the bars.</summary>
    private const double Hair = 0.3;

    public static void Set(WaterfallChart chart, StripList to, Setting setting)
    {
        var frame = new ChartFrame(chart, to, setting);
        var spans = Spans(chart.Steps);
        var least = Math.Min(0, spans.Select(s => Math.Min(s.From, s.To)).DefaultIfEmpty().Min());
        var most = Math.Max(least + 1, spans.Select(s => Math.Max(s.From, s.To)).DefaultIfEmpty().Max());
        var values = chart.Steps.Select(s => LineBreaker.Width(setting.Text(s.Text), Look.ChartText.Strong)).DefaultIfEmpty().Max() + 12;
        var rows = new ChartRows(frame, to, chart.Steps.Select(s => s.Label), values);
        for (var i = 0; i < chart.Steps.Count; i++)
        {
            var step = chart.Steps[i];
            var (from, end) = spans[i];
            var isLevel = step.Kind == WaterfallKind.Level;
            var isFirst = i == 0;
            var before = isFirst ? 0 : spans[i - 1].To;
            var isLast = i == chart.Steps.Count - 1;
            var text = frame.Break(step.Text, isLevel ? Look.ChartText.Strong : Look.ChartText, double.MaxValue)[0];
            var colour = isLevel ? Look.LineStrong : end >= from ? Look.Accent : Look.Warm;
            rows.Add(step.Label, Bar, isLevel, (canvas, top, height) =>
            {
                double Place(long value) => rows.PlotLeft + ((value - least) * rows.PlotWidth / (most - least));
                var y = top + ((height - Bar) / 2);
                var (left, right) = (Place(Math.Min(from, end)), Place(Math.Max(from, end)));
                canvas.Rectangle(left, y, Math.Max(0.6, right - left), Bar, colour);
                if (!isFirst)
                {
                    canvas.Rectangle(Place(before) - Hair, top, 2 * Hair, y - top, Look.Against);
                }

                if (!isLast)
                {
                    canvas.Rectangle(Place(end) - Hair, y + Bar, 2 * Hair, top + height - y - Bar, Look.Against);
                }

                canvas.Text(text, rows.Right - text.Width, y + (Bar / 2) + 3);
            });
        }

        frame.End();
    }

    private static List<(long From, long To)> Spans(IReadOnlyList<WaterfallStep> steps)
    {
        var spans = new List<(long, long)>(steps.Count);
        long level = 0;
        foreach (var step in steps)
        {
            var from = step.Kind == WaterfallKind.Level ? 0 : level;
            level = checked(from + step.Value);
            spans.Add((from, level));
        }

        return spans;
    }
}
