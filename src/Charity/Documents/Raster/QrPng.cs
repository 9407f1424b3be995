using Charity.Documents.Raster;

namespace Charity.Documents;

/// <summary>A QR code as PNG, dark on white with its quiet zone: for mails, which show no drawings of other kinds, and for a phone's photos.</summary>
public static class QrPng
{
    /// <param name="scale">Pixels of one square.</param>
    public static byte[] Draw(QrMatrix code, int scale = 8)
    {
        ArgumentNullException.ThrowIfNull(code);
        ArgumentOutOfRangeException.ThrowIfLessThan(scale, 1);
        var side = (code.Size + (2 * QrMatrix.QuietZone)) * scale;
        var canvas = new RasterCanvas(side, side, 0xFFFFFF);
        var dark = new OutlinePath();
        for (var y = 0; y < code.Size; y++)
        {
            for (var x = 0; x < code.Size; x++)
            {
                if (code[x, y])
                {
                    AddSquare(dark, (x + QrMatrix.QuietZone) * scale, (y + QrMatrix.QuietZone) * scale, scale);
                }
            }
        }

        canvas.Fill(dark, 0x000000);
        return PngWriter.Write(canvas);
    }

    private static void AddSquare(OutlinePath path, double left, double top, double side)
    {
        path.MoveTo(left, top);
        path.LineTo(left + side, top);
        path.LineTo(left + side, top + side);
        path.LineTo(left, top + side);
        path.Close();
    }
}
