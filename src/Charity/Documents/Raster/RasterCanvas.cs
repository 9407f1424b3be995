namespace Charity.Documents.Raster;

/// <summary>
/// A picture of red, green and blue bytes that shapes are filled into with smooth edges: each pixel gets as much colour as
/// the shape covers of it, reckoned exactly from the lines' areas.
/// </summary>
internal sealed class RasterCanvas
{
    private readonly byte[] _pixels;

    public RasterCanvas(int width, int height, int background)
    {
        (Width, Height) = (width, height);
        _pixels = new byte[width * height * 3];
        for (var i = 0; i < _pixels.Length; i += 3)
        {
            (_pixels[i], _pixels[i + 1], _pixels[i + 2]) = ((byte)(background >> 16), (byte)(background >> 8), (byte)background);
        }
    }

    public int Width { get; }

    public int Height { get; }

    public ReadOnlySpan<byte> Pixels => _pixels;

    /// <summary>Fills a shape.</summary>
    /// <param name="colour">0xRRGGBB.</param>
    /// <param name="opacity">0 to 1.</param>
    public void Fill(OutlinePath path, int colour, double opacity = 1)
    {
        var lines = path.Lines;
        if (lines.Count == 0)
        {
            return;
        }

        // Shapes that reach off the picture are reckoned whole and drawn where the picture is.
        var left = (int)Math.Floor(lines.Min(l => Math.Min(l.X0, l.X1)));
        var top = (int)Math.Floor(lines.Min(l => Math.Min(l.Y0, l.Y1)));
        var width = (int)Math.Ceiling(lines.Max(l => Math.Max(l.X0, l.X1))) - left + 2;
        var height = (int)Math.Ceiling(lines.Max(l => Math.Max(l.Y0, l.Y1))) - top + 1;
        var areas = new double[width * height];
        foreach (var (x0, y0, x1, y1) in lines)
        {
            AddLine(areas, width, x0 - left, y0 - top, x1 - left, y1 - top);
        }

        for (var y = Math.Max(0, -top); y < Math.Min(height, Height - top); y++)
        {
            double covered = 0;
            for (var x = 0; x < Math.Min(width, Width - left); x++)
            {
                covered += areas[(y * width) + x];
                if (x + left >= 0)
                {
                    Blend(x + left, y + top, colour, Math.Min(1, Math.Abs(covered)) * opacity);
                }
            }
        }
    }

    /// <summary>
    /// Adds what a line changes: the sum of a row up to a pixel then is how much of that pixel lies inside the shape.
    /// </summary>
    private static void AddLine(double[] areas, int width, double x0, double y0, double x1, double y1)
    {
        if (y0 == y1)
        {
            return;
        }

        var direction = y0 < y1 ? 1.0 : -1.0;
        if (y0 > y1)
        {
            (x0, y0, x1, y1) = (x1, y1, x0, y0);
        }

        var slope = (x1 - x0) / (y1 - y0);
        for (var row = (int)y0; row < y1; row++)
        {
            double from = Math.Max(row, y0), to = Math.Min(row + 1, y1);
            if (to > from)
            {
                double xa = x0 + ((from - y0) * slope), xb = x0 + ((to - y0) * slope);
                AddInRow(areas, row * width, Math.Min(xa, xb), Math.Max(xa, xb), (to - from) * direction);
            }
        }
    }

    /// <summary>A piece of a line within one row of pixels, from its left to its right end.</summary>
    private static void AddInRow(double[] areas, int row, double left, double right, double height)
    {
        var pixel = (int)left;
        if (right <= pixel + 1)
        {
            var share = pixel + 1 - ((left + right) / 2);
            areas[row + pixel] += height * share;
            areas[row + pixel + 1] += height * (1 - share);
            return;
        }

        var perPixel = height / (right - left);
        for (var x = left; x < right; pixel++)
        {
            var end = Math.Min(right, pixel + 1);
            var part = (end - x) * perPixel;
            var share = pixel + 1 - ((x + end) / 2);
            areas[row + pixel] += part * share;
            areas[row + pixel + 1] += part * (1 - share);
            x = end;
        }
    }

    private void Blend(int x, int y, int colour, double share)
    {
        if (share < 0.002)
        {
            return;
        }

        var at = ((y * Width) + x) * 3;
        for (var i = 0; i < 3; i++)
        {
            var target = (colour >> (16 - (8 * i))) & 255;
            _pixels[at + i] = (byte)(_pixels[at + i] + ((target - _pixels[at + i]) * share) + 0.5);
        }
    }
}
