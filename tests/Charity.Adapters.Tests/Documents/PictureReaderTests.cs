using Charity.Documents;
using Charity.Embedded.Pdf.Images;
using Xunit;

namespace Charity.Adapters.Tests.Documents;

/// <summary>PNG of every kind, with known pixels.</summary>
public sealed class PictureReaderTests
{
    private const int Width = 21;
    private const int Height = 13;

    public static TheoryData<int, int, bool> Kinds
    {
        get
        {
            var kinds = new TheoryData<int, int, bool>();
            foreach (var (type, bits) in new[] { (0, 1), (0, 2), (0, 4), (0, 8), (0, 16), (2, 8), (2, 16), (3, 1), (3, 2), (3, 4), (3, 8), (4, 8), (4, 16), (6, 8), (6, 16) })
            {
                kinds.Add(type, bits, false);
                kinds.Add(type, bits, true);
            }

            return kinds;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_of_png_gives_its_pixels(int colourType, int bits, bool interlaced)
    {
        var most = (1 << bits) - 1;
        int[] Sample(int x, int y) => [((x * 7) + (y * 13)) & most, ((x * 3) + y) & most, (x + (5 * y)) & most, ((x * 11) ^ y) & most];
        var palette = Enumerable.Range(0, 3 << bits).Select(i => (byte)(i * 37)).ToArray();
        var png = TestPictures.Png(Width, Height, colourType, bits, Sample, interlaced, colourType == 3 ? palette : null);
        var image = PdfImage.Read(png);
        Assert.Equal((Width, Height), (image.Width, image.Height));
        var samples = image.Entries.Contains("DeviceGray", StringComparison.Ordinal) ? 1 : 3;
        var pixels = Pixels(image, samples);
        var opacity = image.Mask is null ? null : Pixels(image.Mask, 1);
        Assert.Equal(colourType is 4 or 6, opacity is not null);
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                var at = (y * Width) + x;
                var raw = Sample(x, y);
                byte Eight(int value) => bits == 16 ? (byte)(value >> 8) : (byte)(value * 255 / most);
                byte[] expected = colourType switch
                {
                    3 => palette[(3 * raw[0])..((3 * raw[0]) + 3)],
                    0 or 4 => [Eight(raw[0])],
                    _ => [Eight(raw[0]), Eight(raw[1]), Eight(raw[2])],
                };
                Assert.Equal(expected, pixels[(at * samples)..((at + 1) * samples)]);
                if (opacity is not null)
                {
                    Assert.Equal(Eight(raw[colourType == 4 ? 1 : 3]), opacity[at]);
                }
            }
        }
    }

    [Fact]
    public void A_colour_named_transparent_and_transparent_places_of_a_palette_become_a_mask()
    {
        var grey = PdfImage.Read(TestPictures.Png(4, 1, 0, 8, (x, _) => [x], transparency: [0, 2]));
        Assert.Equal([255, 255, 0, 255], Pixels(grey.Mask!, 1));
        var palette = PdfImage.Read(TestPictures.Png(3, 1, 3, 8, (x, _) => [x], palette: [1, 2, 3, 4, 5, 6, 7, 8, 9], transparency: [0, 128]));
        Assert.Equal([0, 128, 255], Pixels(palette.Mask!, 1));
    }

    [Fact]
    [Trait("Case", "A12")]
    public void A_picture_that_would_unpack_to_too_much_is_refused_by_its_header()
    {
        var bomb = TestPictures.Png(1, 1, 0, 8, (_, _) => [0]);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bomb.AsSpan(16), 100_000);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bomb.AsSpan(20), 100_000);
        Assert.Throws<DocumentException>(() => PdfImage.Read(bomb));
    }

    [Fact]
    public void A_jpeg_goes_into_the_file_as_it_is()
    {
        var image = PdfImage.Read(TestPictures.Jpeg);
        Assert.Equal((48, 32), (image.Width, image.Height));
        Assert.Same(TestPictures.Jpeg, image.Content);
        Assert.Contains("/ColorSpace/DeviceRGB", image.Entries, StringComparison.Ordinal);
    }

    private static byte[] Pixels(PdfImage image, int samples)
    {
        using var unpacking = new System.IO.Compression.ZLibStream(new MemoryStream(image.Content), System.IO.Compression.CompressionMode.Decompress);
        var pixels = new byte[image.Width * image.Height * samples];
        var row = new byte[image.Width * samples];
        for (var y = 0; y < image.Height; y++)
        {
            Assert.Equal(1, unpacking.ReadByte());
            unpacking.ReadExactly(row);
            for (var x = 0; x < row.Length; x++)
            {
                row[x] += x < samples ? (byte)0 : row[x - samples];
            }

            row.CopyTo(pixels, y * row.Length);
        }

        return pixels;
    }
}
