using System.Globalization;
using Charity.Documents;

namespace Charity.Web.Look;

/// <summary>A QR code as a drawing: dark squares on white in both colour schemes, since many readers need it so.</summary>
public static class QrPicture
{
    /// <summary>SVG, with the quiet zone.</summary>
    public static string Svg(QrMatrix code)
    {
        ArgumentNullException.ThrowIfNull(code);
        const int quiet = QrMatrix.QuietZone;
        var side = code.Size + (2 * quiet);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path d=\"{code.ToSvgPath(quiet)}\"/></svg>");
    }
}
