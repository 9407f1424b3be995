namespace Charity.Documents.Raster;

/// <summary>A shape of straight lines, with curves already cut into such; y downward, in pixels.</summary>
internal sealed class OutlinePath
{
    /// <summary>How far a straight piece may stray from its curve, in pixels.</summary>
    private const double Tolerance = 0.05;

    /// <summary>Distance of a cubic's handles that comes closest to a quarter circle of radius one.</summary>
    private const double QuarterHandle = 0.5522847;

    private readonly List<(double X0, double Y0, double X1, double Y1)> _lines = [];
    private (double X, double Y) _start;
    private (double X, double Y) _pen;

    public IReadOnlyList<(double X0, double Y0, double X1, double Y1)> Lines => _lines;

    public static OutlinePath RoundedRectangle(double left, double top, double width, double height, double radius)
    {
        var r = Math.Min(radius, Math.Min(width, height) / 2);
        var (right, bottom, h) = (left + width, top + height, r * (1 - QuarterHandle));
        var path = new OutlinePath();
        path.MoveTo(left + r, top);
        path.LineTo(right - r, top);
        path.CubicTo(right - h, top, right, top + h, right, top + r);
        path.LineTo(right, bottom - r);
        path.CubicTo(right, bottom - h, right - h, bottom, right - r, bottom);
        path.LineTo(left + r, bottom);
        path.CubicTo(left + h, bottom, left, bottom - h, left, bottom - r);
        path.LineTo(left, top + r);
        path.CubicTo(left, top + h, left + h, top, left + r, top);
        path.Close();
        return path;
    }

    public static OutlinePath Circle(double x, double y, double radius) =>
        RoundedRectangle(x - radius, y - radius, 2 * radius, 2 * radius, radius);

    public void MoveTo(double x, double y) => _start = _pen = (x, y);

    public void LineTo(double x, double y)
    {
        _lines.Add((_pen.X, _pen.Y, x, y));
        _pen = (x, y);
    }

    public void QuadraticTo(double cx, double cy, double x, double y)
    {
        var from = _pen;
        // A quadratic strays from n equal pieces by a quarter of its bend over n squared.
        var bend = Math.Max(Math.Abs(from.X - (2 * cx) + x), Math.Abs(from.Y - (2 * cy) + y)) / 4;
        var pieces = (int)Math.Clamp(Math.Ceiling(Math.Sqrt(bend / Tolerance)), 1, 64);
        for (var i = 1; i <= pieces; i++)
        {
            var t = (double)i / pieces;
            var u = 1 - t;
            LineTo((u * u * from.X) + (2 * u * t * cx) + (t * t * x), (u * u * from.Y) + (2 * u * t * cy) + (t * t * y));
        }
    }

    public void Close()
    {
        if (_pen != _start)
        {
            LineTo(_start.X, _start.Y);
        }
    }

    private void CubicTo(double ax, double ay, double bx, double by, double x, double y)
    {
        var from = _pen;
        var bend = Math.Max(Math.Abs(from.X - (2 * ax) + bx), Math.Abs(ax - (2 * bx) + x)) + Math.Max(Math.Abs(from.Y - (2 * ay) + by), Math.Abs(ay - (2 * by) + y));
        var pieces = (int)Math.Clamp(Math.Ceiling(Math.Sqrt(bend / Tolerance)), 1, 128);
        for (var i = 1; i <= pieces; i++)
        {
            var t = (double)i / pieces;
            var u = 1 - t;
            var (a, b, c, d) = (u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t);
            LineTo((a * from.X) + (b * ax) + (c * bx) + (d * x), (a * from.Y) + (b * ay) + (c * by) + (d * y));
        }
    }
}
