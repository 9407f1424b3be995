using System.Globalization;
using System.Text;
using Charity.Testing.Tools;
using Xunit;

namespace Charity.Adapters.Tests.Documents;

/// <summary>A page as people see it: grey pixels, drawn by pdftoppm.</summary>
internal sealed class PageImage
{
    public const int PixelsPerInch = 100;

    private readonly byte[] _pixels;

    private PageImage(int width, int height, byte[] pixels) => (Width, Height, _pixels) = (width, height, pixels);

    public int Width { get; }

    public int Height { get; }

    public byte this[int x, int y] => _pixels[(y * Width) + x];

    /// <summary>Draws one page of a PDF file.</summary>
    public static async Task<PageImage> DrawAsync(string pdf, int page, int pixelsPerInch = PixelsPerInch)
    {
        var target = pdf + FormattableString.Invariant($"-{page}-{pixelsPerInch}");
        var number = page.ToString(CultureInfo.InvariantCulture);
        var answer = await SystemTool.RunAsync(
            "pdftoppm", "-gray", "-r", pixelsPerInch.ToString(CultureInfo.InvariantCulture), "-f", number, "-l", number, "-singlefile", pdf, target);
        Assert.Equal("", answer.Errors);
        return Read(await File.ReadAllBytesAsync(target + ".pgm"));
    }

    /// <summary>The box around all that is not white, in millimetres from the top left.</summary>
    public (double Left, double Top, double Right, double Bottom) Ink()
    {
        int left = Width, top = Height, right = 0, bottom = 0;
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                if (this[x, y] < 250)
                {
                    (left, right) = (Math.Min(left, x), Math.Max(right, x));
                    (top, bottom) = (Math.Min(top, y), Math.Max(bottom, y));
                }
            }
        }

        return (left * 25.4 / PixelsPerInch, top * 25.4 / PixelsPerInch, right * 25.4 / PixelsPerInch, bottom * 25.4 / PixelsPerInch);
    }

    private static PageImage Read(byte[] pgm)
    {
        // "P5\nwidth height\n255\n", then the pixels.
        var at = 0;
        var words = new List<string>();
        while (words.Count < 4)
        {
            var end = Array.FindIndex(pgm, at, b => b is (byte)' ' or (byte)'\n');
            words.Add(Encoding.ASCII.GetString(pgm, at, end - at));
            at = end + 1;
        }

        return new PageImage(int.Parse(words[1], CultureInfo.InvariantCulture), int.Parse(words[2], CultureInfo.InvariantCulture), pgm[at..]);
    }
}
