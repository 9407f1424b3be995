using System.Security.Cryptography;
using Charity.Data;

namespace Charity.Files;

/// <summary>Adds a cleaned picture to the context; whoever uses it saves. The same picture twice is one file.</summary>
public sealed class StoreImage(CharityDb db, TimeProvider time)
{
    /// <summary>The stored file: a new one, or the one that stands already, a gone one too (<see cref="StoredFile.GoneAt"/>).</summary>
    public async Task<StoredFile> PutAsync(CleanImage image, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(image);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(image.Content));
        var known = await db.Files.FindAsync([sha256], cancel);
        if (known is not null)
        {
            return known;
        }

        var file = new StoredFile
        {
            Sha256 = sha256,
            Size = image.Content.Length,
            MediaType = image.MediaType,
            Content = image.Content,
            Width = image.Width,
            Height = image.Height,
            StoredAt = time.GetUtcNow().UtcDateTime,
        };
        db.Files.Add(file);
        return file;
    }
}
