namespace Charity.Files;

/// <summary>Why a picture is refused.</summary>
public enum ImageFault
{
    None,
    TooLarge,

    /// <summary>Neither JPEG nor PNG, whatever its name says.</summary>
    UnknownFormat,

    /// <summary>Cut short or not what its own headers say.</summary>
    Broken,
    TooManyPixels,
    TooSmall,
}

/// <summary>A picture that was checked and written anew without anything but the picture.</summary>
/// <param name="MediaType"><c>image/jpeg</c> or <c>image/png</c>.</param>
public sealed record CleanImage(byte[] Content, string MediaType, int Width, int Height);

/// <summary>
/// Checks a picture by its bytes and copies only the parts that draw it and say which way up it is: other metadata
/// (place, camera, thumbnails, comments, texts) and anything before, between or behind is dropped. Pixels are not changed and lose nothing.
/// </summary>
public static class ImageCheck
{
    /// <summary>Bytes.</summary>
    public const int MaxBytes = 10 * 1024 * 1024;

    /// <summary>Pixels on one side.</summary>
    public const int MaxSide = 6000;

    /// <summary>Pixels in all: a browser must hold four bytes for each.</summary>
    public const int MaxPixels = 24_000_000;

    public const int MinSide = 16;

    public static ImageFault Clean(ReadOnlySpan<byte> content, out CleanImage? image)
    {
        image = null;
        if (content.Length > MaxBytes)
        {
            return ImageFault.TooLarge;
        }

        var fault = content switch
        {
            [0xFF, 0xD8, 0xFF, ..] => JpegCopy.Copy(content, out image),
            [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, ..] => PngCopy.Copy(content, out image),
            _ => ImageFault.UnknownFormat,
        };
        if (fault == ImageFault.None && image is not null)
        {
            fault = CheckSize(image.Width, image.Height);
        }

        image = fault == ImageFault.None ? image : null;
        return fault;
    }

    internal static ImageFault CheckSize(int width, int height)
        => width < MinSide || height < MinSide ? ImageFault.TooSmall
            : width > MaxSide || height > MaxSide || (long)width * height > MaxPixels ? ImageFault.TooManyPixels
            : ImageFault.None;
}
