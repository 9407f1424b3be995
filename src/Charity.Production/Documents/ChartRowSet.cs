using Charity.Embedded.Pdf.Layout;

namespace Charity.Production.Documents;

/// <summary>The strips of one chart: a legend, then rows with a label on the left, a place for bars, room for a value on the right.</summary>
internal sealed class ChartRowSet(double width, Func<string, string> words)
{
    private const double Swatch = 8;
    private const double SwatchGap = 5;
    private const double EntryGap = 16;
    private const double MostLabelShare = 0.34;
    private const double Gap = 10;
    private const double Padding = 4;

    private double labelWidth;

    public List<ChartStrip> Strips { get; } = [];

    public double Width => width;

    public double PlotLeft { get; private set; }

    public double PlotWidth { get; private set; }

    public string Words(string text) => words(text);

    /// <summary>Shares the width between labels, bars and values.</summary>
    public void Plan(IEnumerable<string> labels, IEnumerable<string> values, double valueGap, bool strong = false)
    {
        var style = strong ? Look.ChartText.Strong : Look.ChartText;
        labelWidth = Math.Min(width * MostLabelShare, Widest(labels, style) + 1);
        PlotLeft = labelWidth + Gap;
        PlotWidth = Math.Max(60, width - labelWidth - Gap - Widest(values, style) - valueGap - 6);
    }

    /// <summary>Names of the series, each after a square of its colour.</summary>
    public void Legend(IEnumerable<(string Name, int Colour)> entries)
    {
        var rows = new List<List<(double X, string Text, int? Colour)>> { new() };
        double x = 0;
        foreach (var (name, colour) in entries)
        {
            var lines = Lines(name, Look.ChartText, width - Swatch - SwatchGap);
            var first = LineBreaker.Width(lines[0], Look.ChartText);
            if (rows[^1].Count > 0 && x + Swatch + SwatchGap + first > width)
            {
                rows.Add([]);
                x = 0;
            }

            rows[^1].Add((x, lines[0], colour));
            x += Swatch + SwatchGap + first + EntryGap;
            foreach (var rest in lines.Skip(1))
            {
                rows.Add([(0, rest, null)]);
            }
        }

        foreach (var row in rows.Where(row => row.Count > 0))
        {
            Add(Look.ChartText.Leading + 2, strip =>
            {
                foreach (var (at, text, colour) in row)
                {
                    if (colour is { } square)
                    {
                        strip.Rectangle(at, 2.5, Swatch, Swatch, square);
                    }

                    strip.Text(text, at + Swatch + SwatchGap, Look.ChartText.Baseline, Look.ChartText);
                }
            });
        }

        Add(6, _ => { });
    }

    /// <summary>Adds a row; <paramref name="draw"/> draws its bars, given the row's height.</summary>
    public void Add(string label, double barHeight, bool strong, Action<SvgStrip, double> draw)
    {
        var style = strong ? Look.ChartText.Strong : Look.ChartText;
        var lines = Lines(label, style, labelWidth);
        var height = Math.Max(lines.Count * style.Leading, barHeight) + (2 * Padding);
        Add(height, strip =>
        {
            var y = (height - (lines.Count * style.Leading)) / 2;
            foreach (var line in lines)
            {
                strip.Text(line, 0, y + style.Baseline, style);
                y += style.Leading;
            }

            draw(strip, height);
        });
    }

    public void Add(double height, Action<SvgStrip> draw)
    {
        var strip = new SvgStrip(width, height);
        draw(strip);
        Strips.Add(strip.Done());
    }

    private double Widest(IEnumerable<string> texts, TextStyle style) => texts.Select(text => LineBreaker.Width(words(text), style)).DefaultIfEmpty().Max();

    private List<string> Lines(string text, TextStyle style, double room)
        => LineBreaker.Break(new TextSpan(words(text), style, null), room)
            .ConvertAll(line => string.Concat(line.Pieces.Select(piece => piece.Characters.ToString())) + (line.Hyphen ? "-" : ""));
}
