using System.Globalization;
using System.Security;
using System.Text;
using Charity.Embedded.Pdf.Layout;

namespace Charity.Production.Documents;

/// <summary>A piece of a chart across the column.</summary>
/// <param name="Height">In points.</param>
internal sealed record ChartStrip(double Height, string Svg);

/// <summary>Draws one strip, from its top left corner, in points.</summary>
internal sealed class SvgStrip(double width, double height)
{
    private readonly StringBuilder svg = new StringBuilder().Append(
        CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:0.##} {height:0.##}\" width=\"{width:0.##}\" height=\"{height:0.##}\">");

    public void Rectangle(double x, double y, double wide, double high, int colour)
        => svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{x:0.##}\" y=\"{y:0.##}\" width=\"{wide:0.##}\" height=\"{high:0.##}\" fill=\"{Hex(colour)}\"/>");

    public void Text(string text, double x, double baseline, TextStyle style)
        => svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x:0.##}\" y=\"{baseline:0.##}\" font-family=\"{QuestPdfEngine.Font}\" font-size=\"{style.Size:0.##}\" font-weight=\"{(style.Bold ? 700 : 400)}\" fill=\"{Hex(style.Colour)}\">{SecurityElement.Escape(text)}</text>");

    public void Line(IEnumerable<(double X, double Y)> points, double thick, int colour)
        => svg.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{string.Join(' ', points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.X:0.##},{p.Y:0.##}")))}\" fill=\"none\" stroke=\"{Hex(colour)}\" stroke-width=\"{thick:0.##}\" stroke-linejoin=\"round\"/>");

    public void Dot(double x, double y, double radius, int colour)
        => svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{x:0.##}\" cy=\"{y:0.##}\" r=\"{radius:0.##}\" fill=\"{Hex(colour)}\"/>");

    public ChartStrip Done() => new(height, svg.Append("</svg>").ToString());

    private static string Hex(int colour) => string.Create(CultureInfo.InvariantCulture, $"#{colour:X6}");
}
