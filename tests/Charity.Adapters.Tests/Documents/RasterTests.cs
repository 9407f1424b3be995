using Charity.Documents.Fonts;
using Charity.Documents.Raster;
using Charity.Embedded.Pdf.Images;
using Xunit;

namespace Charity.Adapters.Tests.Documents;

public sealed class RasterTests
{
    private const int White = 0xFFFFFF;

    [Theory]
    [InlineData(10, 10, 4, 3, 12)]
    [InlineData(10.25, 10.5, 4.5, 3.25, 14.625)]
    [InlineData(-2, -2, 5, 5, 9)]
    [InlineData(95, 95, 50, 50, 25)]
    public void A_rectangle_darkens_the_picture_by_its_area(double left, double top, double width, double height, double area) =>
        Assert.Equal(area, Darkness(OutlinePath.RoundedRectangle(left, top, width, height, 0)), 0.1);

    [Fact]
    public void A_circle_darkens_the_picture_by_its_area() =>
        Assert.Equal(Math.PI * 30 * 30, Darkness(OutlinePath.Circle(50, 50, 30)), 3.0);

    [Fact]
    public void Half_a_colour_is_half_as_dark() =>
        Assert.Equal(50, Darkness(OutlinePath.RoundedRectangle(20, 20, 10, 10, 0), 0.5), 0.5);

    [Theory]
    [InlineData('I')]
    [InlineData('Щ')]
    [InlineData('й')]
    [InlineData('Ѓ')]
    [InlineData('₴')]
    public void A_letter_fills_its_box_and_nothing_else(char letter)
    {
        const double Size = 60;
        var face = FontFace.Regular;
        var path = new OutlinePath();
        GlyphOutline.Add(path, face, face.GlyphOf(letter), 20, 75, Size / face.UnitsPerEm);
        var box = face.BoundsOf(face.GlyphOf(letter));
        var canvas = new RasterCanvas(100, 100, White);
        canvas.Fill(path, 0);
        var (left, top, right, bottom) = Ink(canvas);
        Assert.Equal(20 + (box.Left * Size / 1000), left, 1.1);
        Assert.Equal(20 + (box.Right * Size / 1000), right, 1.1);
        Assert.Equal(75 - (box.Top * Size / 1000), top, 1.1);
        Assert.Equal(75 - (box.Bottom * Size / 1000), bottom, 1.1);
        Assert.InRange(Dark(canvas), 0.1 * (right - left) * (bottom - top), 0.95 * (right - left) * (bottom - top));
    }

    [Fact]
    public void The_eye_of_a_letter_stays_open()
    {
        var face = FontFace.Bold;
        var path = new OutlinePath();
        GlyphOutline.Add(path, face, face.GlyphOf('O'), 10, 80, 0.08);
        var canvas = new RasterCanvas(100, 100, White);
        canvas.Fill(path, 0);
        var middle = (int)(10 + (face.AdvanceOf(face.GlyphOf('O')) * 0.04));
        Assert.Equal(255, canvas.Pixels[((52 * 100) + middle) * 3]);
    }

    [Theory]
    [InlineData("uk", "Протези та реабілітація для поранених", "412 908 ₴ з 600 000 ₴")]
    [InlineData("bg", "Обучение за деца и младежи", "12 350 € от 20 000 €")]
    [InlineData("mk", "Итна помош за бебиња: Ѓорѓи, Ќирил, Љубица", "1.234.567 ден.")]
    [InlineData("en", "Warm meals for every child 🎁", "€12,350 of €20,000")]
    public void A_share_image_is_a_picture_of_its_size_and_the_same_each_time(string language, string title, string amount)
    {
        var png = ShareImage.Draw(title, "Charity", amount, 0.5, "#2F5FA8", language);
        Assert.Equal(png, ShareImage.Draw(title, "Charity", amount, 0.5, "#2F5FA8", language));
        var image = PdfImage.Read(png);
        Assert.Equal((ShareImage.Width, ShareImage.Height), (image.Width, image.Height));
        Assert.InRange(png.Length, 10_000, 300_000);
    }

    [Fact]
    public void The_bar_is_as_long_as_the_progress()
    {
        var lengths = new double[] { -1, 0, 0.25, 0.5, 1, 7, double.NaN }.Select(p => BarLength(ShareImage.Draw("T", "O", "A", p, "#000000"))).ToList();
        Assert.Equal(0, lengths[0]);
        Assert.Equal(0, lengths[1]);
        Assert.Equal(lengths[4] / 4.0, lengths[2], 3.0);
        Assert.Equal(lengths[4] / 2.0, lengths[3], 3.0);
        Assert.InRange(lengths[4], 1000, 1060);
        Assert.Equal(lengths[4], lengths[5]);
        Assert.Equal(0, lengths[6]);
    }

    [Fact]
    public void A_title_of_any_length_stays_in_the_picture_and_clear_of_the_amount()
    {
        foreach (var title in new[] { new string('Щ', 500), string.Join(' ', Enumerable.Repeat("довге слово", 60)), "", "a" })
        {
            var pixels = Pixels(ShareImage.Draw(title, new string('Ж', 200), new string('9', 80), null, "#0B6E69", "uk"));
            // Paper shows at the right edge below the rings, and between title and amount.
            for (var y = 420; y < ShareImage.Height; y++)
            {
                Assert.Equal(0xFB, pixels[((y * ShareImage.Width) + ShareImage.Width - 40) * 3]);
            }

            for (var x = 40; x < 700; x++)
            {
                Assert.Equal(0xFB, pixels[((455 * ShareImage.Width) + x) * 3]);
            }
        }
    }

    private static double BarLength(byte[] png)
    {
        var pixels = Pixels(png);
        return Enumerable.Range(60, ShareImage.Width - 60).Count(x => pixels[((542 * ShareImage.Width) + x) * 3] < 20);
    }

    private static byte[] Pixels(byte[] png)
    {
        var image = PdfImage.Read(png);
        using var unpacking = new System.IO.Compression.ZLibStream(new MemoryStream(image.Content), System.IO.Compression.CompressionMode.Decompress);
        var pixels = new byte[image.Width * image.Height * 3];
        for (var y = 0; y < image.Height; y++)
        {
            // The PDF's own filter: each byte as the difference from the one to its left.
            unpacking.ReadByte();
            var row = pixels.AsSpan(y * image.Width * 3, image.Width * 3);
            unpacking.ReadExactly(row);
            for (var x = 3; x < row.Length; x++)
            {
                row[x] += row[x - 3];
            }
        }

        return pixels;
    }

    private static double Darkness(OutlinePath path, double opacity = 1)
    {
        var canvas = new RasterCanvas(100, 100, White);
        canvas.Fill(path, 0, opacity);
        return Dark(canvas);
    }

    private static double Dark(RasterCanvas canvas)
    {
        double sum = 0;
        for (var i = 0; i < canvas.Pixels.Length; i += 3)
        {
            sum += (255 - canvas.Pixels[i]) / 255.0;
        }

        return sum;
    }

    private static (int Left, int Top, int Right, int Bottom) Ink(RasterCanvas canvas)
    {
        int left = canvas.Width, top = canvas.Height, right = 0, bottom = 0;
        for (var y = 0; y < canvas.Height; y++)
        {
            for (var x = 0; x < canvas.Width; x++)
            {
                if (canvas.Pixels[((y * canvas.Width) + x) * 3] < 250)
                {
                    (left, right) = (Math.Min(left, x), Math.Max(right, x + 1));
                    (top, bottom) = (Math.Min(top, y), Math.Max(bottom, y + 1));
                }
            }
        }

        return (left, top, right, bottom);
    }
}
