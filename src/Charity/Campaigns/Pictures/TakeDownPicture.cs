using Charity.Data;
using Charity.Data.Audit;
using Microsoft.EntityFrameworkCore;

namespace Charity.Campaigns.Pictures;

/// <summary>Takes a picture out of the library for good: off every page, its files gone, its words forgotten.</summary>
public sealed class TakeDownPicture(CharityDb db, AuditLog audit, TimeProvider time)
{
    public sealed record Input(Guid PictureId, Actor By);

    public async Task<PictureOutcome> RunAsync(Input input, CancellationToken cancel)
    {
        var picture = await db.Pictures.Include(p => p.Files).SingleOrDefaultAsync(p => p.Id == input.PictureId && p.WithdrawnAt == null, cancel);
        if (picture is null)
        {
            return new(Guid.Empty, [PictureProblem.Unknown]);
        }

        await RemoveAsync(picture, input.By, cancel);
        await db.SaveChangesAsync(cancel);
        return new(picture.Id, []);
    }

    /// <summary>The same inside another verb's save.</summary>
    /// <param name="picture">With its files.</param>
    /// <returns>Slugs of the campaigns whose head picture it was.</returns>
    internal async Task<IReadOnlyList<string>> RemoveAsync(Picture picture, Actor by, CancellationToken cancel)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var hashes = picture.Files.Select(f => f.Sha256).ToList();
        foreach (var file in await db.Files.Where(f => hashes.Contains(f.Sha256)).ToListAsync(cancel))
        {
            file.Remove(now);
        }

        picture.Withdraw(now);
        var heads = await db.Campaigns.Where(c => c.PictureId == picture.Id).ToListAsync(cancel);
        heads.ForEach(campaign => campaign.DropPicture());
        await audit.EraseDetailsAsync("picture", picture.Id.ToString("N"), cancel);
        audit.Add(by, "picture.take-down", "picture", picture.Id, null, new { files = hashes.Count, campaigns = heads.Count });
        return heads.ConvertAll(c => c.Slug);
    }
}
