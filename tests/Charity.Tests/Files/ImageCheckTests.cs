using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Charity.Files;
using Xunit;

namespace Charity.Tests.Files;

public sealed class ImageCheckTests
{
    [Fact]
    public void A_jpeg_keeps_its_picture_and_loses_place_and_camera()
    {
        var source = Jpeg(640, 480, exif: "Exif\0\0GPS 42.6977 23.3219 secret place", trailing: "PK\x03\x04 a zip behind the picture");

        var fault = ImageCheck.Clean(source, out var image);

        Assert.Equal(ImageFault.None, fault);
        Assert.Equal(("image/jpeg", 640, 480), (image!.MediaType, image.Width, image.Height));
        var text = Encoding.Latin1.GetString(image.Content);
        Assert.DoesNotContain("GPS", text, StringComparison.Ordinal);
        Assert.DoesNotContain("PK", text, StringComparison.Ordinal);
        Assert.DoesNotContain("a comment", text, StringComparison.Ordinal);
        Assert.Contains("SCANDATA", text, StringComparison.Ordinal);
        Assert.Equal(ImageFault.None, ImageCheck.Clean(image.Content, out var again));
        Assert.Equal(image.Content, again!.Content);
    }

    [Theory]
    [InlineData("MM\0*\0\0\0\x08\0\x02\x01\x0F\0\x02\0\0\0\x04SONY\x01\x12\0\x03\0\0\0\x01\0\x06\0\0", 480, 640)]
    [InlineData("II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0", 480, 640)]
    [InlineData("II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x03\0\0\0", 640, 480)]
    public void A_photograph_stays_the_right_way_up_and_says_nothing_else_of_its_camera(string tiff, int width, int height)
    {
        var source = Jpeg(640, 480, exif: "Exif\0\0" + tiff + "GPS 42.6977 23.3219 secret place");

        Assert.Equal(ImageFault.None, ImageCheck.Clean(source, out var image));
        Assert.Equal((width, height), (image!.Width, image.Height));
        // Exif begins with its length, 34 bytes, and holds one entry: the orientation.
        Assert.Equal(0, image.Content.AsSpan(2).IndexOf((byte[])[0xFF, 0xE1, 0, 34, .. "Exif"u8]));
        Assert.Equal(-1, image.Content.AsSpan(10).IndexOf("Exif"u8));
        var text = Encoding.Latin1.GetString(image.Content);
        Assert.DoesNotContain("GPS", text, StringComparison.Ordinal);
        Assert.DoesNotContain("SONY", text, StringComparison.Ordinal);
        Assert.Equal(ImageFault.None, ImageCheck.Clean(image.Content, out var again));
        Assert.Equal(image.Content, again!.Content);
        Assert.Equal(width, again.Width);
    }

    [Theory]
    [InlineData("MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x09\0\0")]
    [InlineData("MM\0*\xFF\xFF\xFF\xFF\0\x01")]
    [InlineData("MM\0*\0\0\0\x08\xFF\xFF\x01\x12")]
    [InlineData("II*\0\x08\0\0\0")]
    public void Broken_words_on_which_way_up_are_no_words(string tiff)
    {
        Assert.Equal(ImageFault.None, ImageCheck.Clean(Jpeg(640, 480, exif: "Exif\0\0" + tiff), out var image));
        Assert.Equal(-1, image!.Content.AsSpan().IndexOf("Exif"u8));
        Assert.Equal((640, 480), (image.Width, image.Height));
    }

    [Fact]
    public void A_png_keeps_its_picture_and_loses_texts_and_what_stands_behind_its_end()
    {
        var source = Png(64, 48, text: "Comment\0secret", trailing: "<script>alert(1)</script>");

        Assert.Equal(ImageFault.None, ImageCheck.Clean(source, out var image));

        Assert.Equal(("image/png", 64, 48), (image!.MediaType, image.Width, image.Height));
        var content = Encoding.Latin1.GetString(image.Content);
        Assert.DoesNotContain("secret", content, StringComparison.Ordinal);
        Assert.DoesNotContain("script", content, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")]
    [InlineData("GIF89a")]
    [InlineData("%PDF-1.7")]
    [InlineData("")]
    [Trait("Case", "A12")]
    public void What_is_neither_jpeg_nor_png_is_refused_whatever_it_is_called(string content)
        => Assert.Equal(ImageFault.UnknownFormat, ImageCheck.Clean(Encoding.UTF8.GetBytes(content), out _));

    [Fact]
    [Trait("Case", "A12")]
    public void A_picture_of_ten_thousand_by_ten_thousand_pixels_is_refused()
    {
        Assert.Equal(ImageFault.TooManyPixels, ImageCheck.Clean(Png(10_000, 10_000), out var image));
        Assert.Null(image);
        Assert.Equal(ImageFault.TooManyPixels, ImageCheck.Clean(Jpeg(10_000, 10_000), out _));
    }

    [Fact]
    [Trait("Case", "A12")]
    public void Every_cut_of_a_picture_is_refused_or_is_a_whole_one_and_never_an_exception()
    {
        foreach (var source in new[] { Jpeg(640, 480, exif: "Exif\0\0x"), Png(64, 48, text: "a\0b") })
        {
            for (var length = 0; length < source.Length - 1; length++)
            {
                Assert.NotEqual(ImageFault.None, ImageCheck.Clean(source.AsSpan(0, length), out _));
            }
        }
    }

    [Fact]
    [Trait("Case", "A12")]
    public void Damaged_pictures_never_throw()
    {
        const int seed = 20261121;
        var random = new Random(seed);
        foreach (var source in new[] { Jpeg(640, 480, exif: "Exif\0\0x"), Png(64, 48, text: "a\0b") })
        {
            for (var i = 0; i < 2000; i++)
            {
                var damaged = source.ToArray();
                for (var n = random.Next(1, 6); n > 0; n--)
                {
                    damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
                }

                var fault = ImageCheck.Clean(damaged, out var image);
                Assert.Equal(fault == ImageFault.None, image is not null);
            }
        }
    }

    [Theory]
    [InlineData(200_000_000)]
    [InlineData((64 + 1) * 48 + 1)]
    [InlineData((64 + 1) * 48 - 1)]
    [Trait("Case", "A12")]
    public void A_png_whose_data_unpack_to_more_or_less_than_its_pixels_is_refused(int unpacked)
        => Assert.Equal(ImageFault.Broken, ImageCheck.Clean(Png(64, 48, unpacked: unpacked), out _));

    [Theory]
    [InlineData(64, 48, 8, 0, 0, (64 + 1) * 48)]
    [InlineData(64, 48, 8, 6, 0, (256 + 1) * 48)]
    [InlineData(10, 3, 1, 3, 0, (2 + 1) * 3)]
    [InlineData(1, 1, 8, 0, 1, 2)]
    [InlineData(8, 8, 8, 0, 1, 2 + 2 + 3 + (2 * 3) + (2 * 5) + (4 * 5) + (4 * 9))]
    public void The_length_of_a_png_s_pixels_is_as_the_standard_says(int width, int height, byte depth, byte colour, byte interlaced, long expected)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9], header[12]) = (depth, colour, interlaced);
        Assert.Equal(expected, PngPixels.Length(header));
        header[9] = 5;
        Assert.Null(PngPixels.Length(header));
    }

    [Fact]
    public void A_png_whose_checksum_is_wrong_is_refused()
    {
        var source = Png(64, 48);
        source[20] ^= 1;
        Assert.Equal(ImageFault.Broken, ImageCheck.Clean(source, out _));
    }

    internal static byte[] Png(int width, int height, string? text = null, string trailing = "", int? unpacked = null)
    {
        using var png = new MemoryStream();
        png.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        Chunk(png, "IHDR", header);
        if (text is not null)
        {
            Chunk(png, "tEXt", Encoding.Latin1.GetBytes(text));
        }

        using var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.Fastest, true))
        {
            // Pictures too large are refused by their header; nobody unpacks those.
            zlib.Write(new byte[unpacked ?? Math.Min((width + 1) * height, 100_000)]);
        }

        Chunk(png, "IDAT", data.ToArray());
        Chunk(png, "IEND", []);
        png.Write(Encoding.Latin1.GetBytes(trailing));
        return png.ToArray();
    }

    internal static byte[] Jpeg(int width, int height, string exif = "", string trailing = "")
    {
        using var jpeg = new MemoryStream();
        jpeg.Write([0xFF, 0xD8]);
        Segment(jpeg, 0xE0, "JFIF\0\x01\x01\0\0\x01\0\x01\0\0");
        if (exif.Length > 0)
        {
            Segment(jpeg, 0xE1, exif);
        }

        Segment(jpeg, 0xFE, "a comment");
        Segment(jpeg, 0xF0, "a comment in an extension");
        Segment(jpeg, 0x4F, "a comment in a reserved segment");
        Segment(jpeg, 0xDB, new string('\x01', 65));
        Segment(jpeg, 0xC0, $"\x08{(char)(height >> 8)}{(char)(height & 255)}{(char)(width >> 8)}{(char)(width & 255)}\x01\x01\x11\0");
        Segment(jpeg, 0xDA, "\x01\x01\0\0\x3F\0");
        jpeg.Write("SCANDATA"u8);
        jpeg.Write([0xFF, 0x00, 0xFF, 0xD0, 0x12, 0xFF, 0xD9]);
        jpeg.Write(Encoding.Latin1.GetBytes(trailing));
        return jpeg.ToArray();
    }

    private static void Segment(MemoryStream jpeg, byte marker, string content)
    {
        var length = content.Length + 2;
        jpeg.Write([0xFF, marker, (byte)(length >> 8), (byte)length]);
        jpeg.Write(Encoding.Latin1.GetBytes(content));
    }

    private static void Chunk(MemoryStream png, string type, byte[] content)
    {
        var chunk = new byte[content.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        Encoding.ASCII.GetBytes(type, chunk.AsSpan(4));
        content.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + content.Length), Crc32.Of(chunk.AsSpan(4, 4 + content.Length)));
        png.Write(chunk);
    }
}
