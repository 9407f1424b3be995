using Charity.Campaigns.Consents;
using Charity.Data;
using Charity.Data.Audit;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;

namespace Charity.Campaigns.Pictures;

/// <summary>Changes a picture's words, focal point, and whether and under which consent it shows a person.</summary>
public sealed class DescribePicture(CharityDb db, ConsentDay day, ConsentPictures access, AuditLog audit)
{
    /// <param name="Version">The version that the editor saw; a newer one refuses the save.</param>
    public sealed record Input(Guid PictureId, int Version, LocalizedText Alt, int FocusX, int FocusY, bool ShowsPerson, Guid? ConsentId, Actor By);

    public async Task<PictureOutcome> RunAsync(Input input, CancellationToken cancel)
    {
        var picture = await db.Pictures.SingleOrDefaultAsync(p => p.Id == input.PictureId && p.WithdrawnAt == null, cancel);
        if (picture is null)
        {
            return new(Guid.Empty, [PictureProblem.Unknown]);
        }

        var problems = await PictureRules.CheckAsync(db, input.Alt, input.ShowsPerson, input.ConsentId, cancel);
        if (picture.Version != input.Version)
        {
            problems.Add(PictureProblem.ChangedMeanwhile);
        }

        if (problems.Count > 0)
        {
            return new(picture.Id, problems);
        }

        var before = new { picture.ShowsPerson, picture.ConsentId };
        picture.Describe(input.Alt, input.FocusX, input.FocusY, input.ShowsPerson, input.ConsentId);
        var consent = picture.ConsentId is { } id ? await db.Consents.SingleAsync(c => c.Id == id, cancel) : null;
        await access.FollowAsync(picture, consent, await day.TodayAsync(cancel), cancel);
        audit.Add(input.By, "picture.describe", "picture", picture.Id, before, new { picture.ShowsPerson, picture.ConsentId });
        await db.SaveChangesAsync(cancel);
        return new(picture.Id, []);
    }
}
