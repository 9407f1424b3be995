using System.Buffers.Binary;
using System.Globalization;
using Charity.Documents;

namespace Charity.Embedded.Pdf.Images;

/// <summary>Reads what PDF must be told of a JPEG; its bytes go into the file as they are.</summary>
internal static class JpegReader
{
    private const int StartOfImage = 0xFFD8;
    private const byte StartOfScan = 0xDA;
    private const byte AdobeSegment = 0xEE;

    public static bool Is(ReadOnlySpan<byte> content) => content.Length > 4 && U16(content, 0) == StartOfImage && content[2] == 0xFF;

    public static PdfImage Read(byte[] content)
    {
        ReadOnlySpan<byte> data = content;
        var adobe = false;
        var at = 2;
        while (true)
        {
            if (data[at] != 0xFF)
            {
                throw new InvalidDataException("a JPEG segment does not begin where it should");
            }

            var marker = data[at + 1];
            if (marker == 0xFF)
            {
                // Fill bytes may stand before a marker.
                at++;
                continue;
            }

            if (marker is 0x01 or (>= 0xD0 and <= 0xD7))
            {
                at += 2;
                continue;
            }

            var length = U16(data, at + 2);
            var segment = data.Slice(at + 4, length - 2);
            if (IsFrame(marker))
            {
                // Sequential (SOF0, SOF1) and progressive (SOF2) Huffman images are what PDF readers decode.
                return marker is 0xC0 or 0xC1 or 0xC2
                    ? Describe(content, segment, adobe)
                    : throw new DocumentException("A JPEG is of a kind that PDF readers do not show.");
            }

            if (marker == StartOfScan)
            {
                throw new InvalidDataException("a JPEG scan comes before its frame");
            }

            adobe |= marker == AdobeSegment && segment.StartsWith("Adobe"u8);
            at += 2 + length;
        }
    }

    private static PdfImage Describe(byte[] content, ReadOnlySpan<byte> frame, bool adobe)
    {
        int bits = frame[0], height = U16(frame, 1), width = U16(frame, 3), components = frame[5];
        if (bits != 8 || width == 0 || height == 0)
        {
            throw new InvalidDataException("the JPEG frame has no size or not 8 bits");
        }

        // Adobe writes the four inks inverted.
        var colours = components switch
        {
            1 => "/ColorSpace/DeviceGray",
            3 => "/ColorSpace/DeviceRGB",
            4 => "/ColorSpace/DeviceCMYK" + (adobe ? "/Decode[1 0 1 0 1 0 1 0]" : ""),
            _ => throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"a JPEG has {components} colours")),
        };
        return new PdfImage(width, height, colours + "/BitsPerComponent 8/Filter/DCTDecode", content);
    }

    private static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    private static int U16(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadUInt16BigEndian(data[at..]);
}
