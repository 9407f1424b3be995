using System.Security.Cryptography;
using Charity.Data;

namespace Charity.Files;

public enum DocumentFault
{
    None,
    TooLarge,

    /// <summary>Neither PDF, JPEG nor PNG, whatever its name says.</summary>
    UnknownFormat,
}

/// <summary>
/// Adds a paper to the context, to be read by staff alone; whoever uses it saves. A PDF is kept as it came and never
/// opened here: it leaves only as a download. Pictures are written anew, as everywhere.
/// </summary>
public sealed class StoreDocument(CharityDb db, TimeProvider time)
{
    /// <summary>Bytes.</summary>
    public const int MaxBytes = 8 * 1024 * 1024;

    public async Task<(StoredFile? File, DocumentFault Fault)> PutAsync(ReadOnlyMemory<byte> content, CancellationToken cancel)
    {
        if (content.Length > MaxBytes)
        {
            return (null, DocumentFault.TooLarge);
        }

        byte[] bytes;
        string mediaType;
        if (content.Span.StartsWith("%PDF-"u8))
        {
            (bytes, mediaType) = (content.ToArray(), "application/pdf");
        }
        else if (ImageCheck.Clean(content.Span, out var image) == ImageFault.None && image is not null)
        {
            (bytes, mediaType) = (image.Content, image.MediaType);
        }
        else
        {
            return (null, DocumentFault.UnknownFormat);
        }

        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        var file = await db.Files.FindAsync([sha256], cancel);
        if (file is null)
        {
            file = new StoredFile { Sha256 = sha256, Size = bytes.Length, MediaType = mediaType, Content = bytes, StoredAt = time.GetUtcNow().UtcDateTime };
            db.Files.Add(file);
        }
        else if (file.GoneAt is not null)
        {
            file.Return(bytes);
        }

        return (file, DocumentFault.None);
    }
}
