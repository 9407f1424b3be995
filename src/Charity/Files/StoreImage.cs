using System.Security.Cryptography;
using Charity.Data;
using Microsoft.EntityFrameworkCore;

namespace Charity.Files;

/// <summary>Stores a public picture, cleaned. The same picture twice is one file.</summary>
public sealed class StoreImage(CharityDb db, TimeProvider time)
{
    public sealed record Outcome(ImageFault Fault, string? Sha256, int Width, int Height);

    public async Task<Outcome> RunAsync(ReadOnlyMemory<byte> content, CancellationToken cancel)
    {
        var fault = ImageCheck.Clean(content.Span, out var image);
        if (image is null)
        {
            return new Outcome(fault, null, 0, 0);
        }

        var sha256 = Convert.ToHexStringLower(SHA256.HashData(image.Content));
        if (!await db.Files.AnyAsync(f => f.Sha256 == sha256, cancel))
        {
            db.Files.Add(new StoredFile
            {
                Sha256 = sha256,
                Size = image.Content.Length,
                MediaType = image.MediaType,
                Content = image.Content,
                Public = true,
                Width = image.Width,
                Height = image.Height,
                StoredAt = time.GetUtcNow().UtcDateTime,
            });
            await db.SaveChangesAsync(cancel);
        }

        return new Outcome(ImageFault.None, sha256, image.Width, image.Height);
    }
}
