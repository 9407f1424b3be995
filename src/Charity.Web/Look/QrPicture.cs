using System.Globalization;
using System.Text;
using Charity.Documents;

namespace Charity.Web.Look;

/// <summary>A QR code as a drawing: dark squares on white in both colour schemes, since many readers need it so.</summary>
public static class QrPicture
{
    /// <summary>SVG, with the quiet zone. Neighbouring squares of a row are drawn as one.</summary>
    public static string Svg(QrMatrix code)
    {
        ArgumentNullException.ThrowIfNull(code);
        const int quiet = QrMatrix.QuietZone;
        var side = code.Size + (2 * quiet);
        var svg = new StringBuilder(4096);
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\">");
        svg.Append(CultureInfo.InvariantCulture, $"<path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path d=\"");
        for (var y = 0; y < code.Size; y++)
        {
            for (var x = 0; x < code.Size; x++)
            {
                if (!code[x, y])
                {
                    continue;
                }

                var start = x;
                while (x + 1 < code.Size && code[x + 1, y])
                {
                    x++;
                }

                svg.Append(CultureInfo.InvariantCulture, $"M{start + quiet} {y + quiet}h{x - start + 1}v1h-{x - start + 1}z");
            }
        }

        return svg.Append("\"/></svg>").ToString();
    }
}
