using Charity.Data;
using Charity.Files;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;

namespace Charity.Campaigns.Pictures;

/// <summary>What every picture of the library keeps to.</summary>
internal static class PictureRules
{
    /// <summary>
    /// The words, and the consent that it names. A picture of a person may lie in the library before its consent does:
    /// only showing it needs one.
    /// </summary>
    public static async Task<List<PictureProblem>> CheckAsync(
        CharityDb db, LocalizedText alt, bool showsPerson, Guid? consentId, CancellationToken cancel)
    {
        var problems = new List<PictureProblem>();
        var own = await db.Organisations.Select(o => o.DefaultLanguage).SingleOrDefaultAsync(cancel) ?? Language.En.Code;
        if (!alt.Has(Language.Of(own)))
        {
            problems.Add(PictureProblem.AltMissing);
        }

        if (alt.Any(text => text.Text.Length > Picture.MaxAlt))
        {
            problems.Add(PictureProblem.AltTooLong);
        }

        if (showsPerson && consentId is { } id && !await db.Consents.AnyAsync(c => c.Id == id, cancel))
        {
            problems.Add(PictureProblem.ConsentUnknown);
        }

        return problems;
    }

    /// <param name="images">Narrowest first, at least one.</param>
    public static IEnumerable<PictureProblem> CheckWidths(List<CleanImage> images)
    {
        var widest = images[^1];
        if (images.Count == 1)
        {
            if (widest.Width > AddPicture.MaxWidthAlone)
            {
                yield return PictureProblem.TooManyPixels;
            }

            yield break;
        }

        var smaller = images.Take(images.Count - 1).Select(i => i.Width).ToList();
        var isLadder = smaller.SequenceEqual(AddPicture.SmallerWidths.Take(smaller.Count))
                       && widest.Width > smaller[^1] && widest.Width <= AddPicture.Widest;
        // The height of a smaller one is that of the widest, scaled and rounded: off by a pixel at most.
        if (!isLadder || images.Exists(i => Math.Abs((long)i.Height * widest.Width - (long)widest.Height * i.Width) > widest.Width))
        {
            yield return PictureProblem.WidthsDoNotMatch;
        }
    }
}
