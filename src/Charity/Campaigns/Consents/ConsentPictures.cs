using Charity.Campaigns.Pictures;
using Charity.Data;
using Charity.Files;
using Microsoft.EntityFrameworkCore;

namespace Charity.Campaigns.Consents;

/// <summary>Opens and closes the files of pictures as their consent allows; changes the context, the caller saves.</summary>
public sealed class ConsentPictures(CharityDb db)
{
    /// <summary>After a consent's dates or places changed, or it began.</summary>
    public async Task FollowAsync(Consent consent, DateOnly today, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(consent);
        var open = MayBeFetched(consent, today);
        foreach (var file in await FilesAsync(db.Pictures.Where(p => p.ConsentId == consent.Id), cancel))
        {
            (file.Public, file.Recallable) = (open, true);
        }
    }

    /// <summary>After a picture's mark or consent changed.</summary>
    internal async Task FollowAsync(Picture picture, Consent? consent, DateOnly today, CancellationToken cancel)
    {
        var open = !picture.ShowsPerson || (consent is not null && MayBeFetched(consent, today));
        foreach (var file in await FilesAsync(db.Pictures.Where(p => p.Id == picture.Id), cancel))
        {
            (file.Public, file.Recallable) = (open, file.Recallable || picture.ShowsPerson);
        }
    }

    internal static bool MayBeFetched(Consent consent, DateOnly today) => consent.StandingOn(today) == ConsentStanding.InForce && consent.Places.Any;

    private async Task<List<StoredFile>> FilesAsync(IQueryable<Picture> pictures, CancellationToken cancel)
    {
        var hashes = await pictures.SelectMany(p => p.Files).Select(f => f.Sha256).ToListAsync(cancel);
        return await db.Files.Where(f => hashes.Contains(f.Sha256) && f.GoneAt == null).ToListAsync(cancel);
    }
}
