using System.Security.Cryptography;
using Charity.Documents;
using Charity.Embedded.Pdf.Files;

namespace Charity.Embedded.Pdf.Images;

/// <summary>A picture ready to be copied into a file.</summary>
/// <param name="Entries">Entries of its dictionary: colours, bits, filter.</param>
/// <param name="Content">Its bytes, packed as the entries say.</param>
internal sealed record PdfImage(int Width, int Height, string Entries, byte[] Content)
{
    /// <summary>A picture of how opaque each place is, where the picture has transparent ones.</summary>
    public PdfImage? Mask { get; init; }

    /// <summary>Reads a JPEG or PNG, known by its first bytes.</summary>
    /// <exception cref="DocumentException">It is neither, damaged, or larger than <see cref="PngReader.MaxPixels"/>.</exception>
    public static PdfImage Read(byte[] content)
    {
        try
        {
            return JpegReader.Is(content) ? JpegReader.Read(content)
                : PngReader.Is(content) ? PngReader.Read(content)
                : throw new DocumentException("A picture is neither JPEG nor PNG.");
        }
        catch (Exception damaged) when (damaged is InvalidDataException or EndOfStreamException or IndexOutOfRangeException or ArgumentOutOfRangeException or OverflowException)
        {
            throw new DocumentException("A picture is damaged: " + damaged.Message, damaged);
        }
    }

    /// <summary>Writes the picture and its mask; returns the picture's number.</summary>
    public int Write(PdfFile file)
    {
        var number = file.Reserve();
        var mask = Mask is null ? "" : FormattableString.Invariant($"/SMask {Mask.Write(file)} 0 R");
        file.Stream(number, FormattableString.Invariant($"/Type/XObject/Subtype/Image/Width {Width}/Height {Height}{Entries}{mask}"), Content);
        return number;
    }
}

/// <summary>Pictures read before: the logo on every receipt is unpacked and packed once.</summary>
internal sealed class ImageShelf
{
    private const int Places = 32;

    private readonly Dictionary<string, PdfImage> _images = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();
    private readonly Lock _lock = new();

    public PdfImage Read(byte[] content)
    {
        var key = Convert.ToHexString(SHA256.HashData(content));
        lock (_lock)
        {
            if (_images.TryGetValue(key, out var known))
            {
                return known;
            }
        }

        var image = PdfImage.Read(content);
        lock (_lock)
        {
            if (_images.TryAdd(key, image))
            {
                _order.Enqueue(key);
                if (_order.Count > Places)
                {
                    _images.Remove(_order.Dequeue());
                }
            }
        }

        return image;
    }
}
