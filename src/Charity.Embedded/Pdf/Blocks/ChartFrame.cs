using Charity.Documents;
using Charity.Embedded.Pdf.Files;
using Charity.Embedded.Pdf.Layout;

namespace Charity.Embedded.Pdf.Blocks;

/// <summary>What all charts have: a title, a note, a legend, and one figure tag that says the data in words.</summary>
internal sealed class ChartFrame
{
    private const double Swatch = 8;
    private const double SwatchGap = 5;
    private const double EntryGap = 16;

    private readonly StripList _to;
    private readonly Setting _setting;

    public ChartFrame(Chart chart, StripList to, Setting setting)
    {
        (_to, _setting) = (to, setting);
        Figure = setting.Tag("Figure", alternative: chart.Alternative);
        to.Gap(14);
        Lines(chart.Title, Look.Subsection);
        if (chart.Note.Length > 0)
        {
            to.Gap(1);
            Lines(chart.Note, Look.Quiet);
        }

        to.Gap(7);
    }

    public Tag Figure { get; }

    /// <summary>Adds a part of the drawing; parts stay on one page where they fit on one.</summary>
    public void Add(double height, Action<PageCanvas, double> draw)
    {
        _to.Add(height, (canvas, top) =>
        {
            canvas.Mark(Figure, _to.Left, top, _to.Width, height);
            draw(canvas, top);
        });
        _to.Stick(Glue.Together);
    }

    /// <summary>Names of the series, each after a square of its colour.</summary>
    public void Legend(IEnumerable<(string Name, int Colour)> entries)
    {
        var row = new List<(double X, TextLine Line, int Colour)>();
        double x = 0;
        foreach (var (name, colour) in entries)
        {
            var lines = Break(name, Look.ChartText, _to.Width - Swatch - SwatchGap);
            if (row.Count > 0 && x + Swatch + SwatchGap + lines[0].Width > _to.Width)
            {
                Flush();
            }

            row.Add((x, lines[0], colour));
            x += Swatch + SwatchGap + lines[0].Width + EntryGap;
            foreach (var rest in lines[1..])
            {
                Flush();
                row.Add((0, rest, -1));
            }
        }

        Flush();
        _to.Gap(6);
        _to.Stick(Glue.Tight);

        void Flush()
        {
            if (row.Count == 0)
            {
                return;
            }

            var drawn = row.ToArray();
            Add(Look.ChartText.Leading + 2, (canvas, top) =>
            {
                foreach (var (at, line, colour) in drawn)
                {
                    if (colour >= 0)
                    {
                        canvas.Rectangle(_to.Left + at, top + 2.5, Swatch, Swatch, colour);
                    }

                    canvas.Text(line, _to.Left + at + Swatch + SwatchGap, top + Look.ChartText.Baseline);
                }
            });
            row.Clear();
            x = 0;
        }
    }

    /// <summary>Ends the chart: what follows need not stay with it.</summary>
    public void End()
    {
        _to.Unstick();
        _to.Gap(14);
    }

    public List<TextLine> Break(string text, TextStyle style, double width) =>
        LineBreaker.Break(new TextSpan(_setting.Text(text), style, Figure), width);

    private void Lines(string text, TextStyle style)
    {
        foreach (var line in Break(text, style, _to.Width))
        {
            Add(style.Leading, (canvas, top) => canvas.Text(line, _to.Left, top + style.Baseline));
            _to.Stick(Glue.Tight);
        }
    }
}
