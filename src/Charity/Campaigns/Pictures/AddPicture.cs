using Charity.Campaigns.Consents;
using Charity.Data;
using Charity.Data.Audit;
using Charity.Files;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;

namespace Charity.Campaigns.Pictures;

/// <summary>Why a picture is not taken, or not changed as asked; each is a sentence in the staff texts.</summary>
public enum PictureProblem
{
    FileMissing,
    TooLarge,
    UnknownFormat,
    Broken,
    TooManyPixels,
    TooSmall,

    /// <summary>The files do not show one view in the declared widths.</summary>
    WidthsDoNotMatch,
    AltMissing,
    AltTooLong,
    ConsentUnknown,

    /// <summary>It was taken down before; it returns only under a consent in force.</summary>
    TakenDownBefore,

    /// <summary>The outcome names the picture that holds it.</summary>
    InLibrary,
    Unknown,
    ChangedMeanwhile,
}

/// <param name="Id">The picture; where it is in the library already, that one.</param>
public sealed record PictureOutcome(Guid Id, IReadOnlyList<PictureProblem> Problems)
{
    public bool Saved => Problems.Count == 0;
}

/// <summary>
/// Takes a picture into the library. Each file is checked by its bytes and written anew without metadata; several must be
/// the same view in the widths that they are declared to have.
/// </summary>
public sealed class AddPicture(CharityDb db, Ids ids, StoreImage store, ConsentDay day, AuditLog audit, TimeProvider time)
{
    /// <summary>Bytes of one file.</summary>
    public const int MaxFileBytes = 2 * 1024 * 1024;

    /// <summary>Pixels of the width that comes alone.</summary>
    public const int MaxWidthAlone = 2400;

    /// <summary>Pixels of the widest of several.</summary>
    public const int Widest = 1600;

    /// <summary>Pixels of the smaller widths.</summary>
    public static IReadOnlyList<int> SmallerWidths { get; } = [480, 960];

    /// <param name="Width">Pixels that it is said to have; null where it comes alone.</param>
    public sealed record Upload(ReadOnlyMemory<byte> Content, int? Width = null);

    /// <param name="FocusX">Thousandths of the width.</param>
    /// <param name="FocusY">Thousandths of the height.</param>
    public sealed record Input(
        IReadOnlyList<Upload> Files, LocalizedText Alt, bool ShowsPerson, Guid? ConsentId, Actor By,
        int FocusX = Picture.Centre, int FocusY = Picture.Centre);

    public async Task<PictureOutcome> RunAsync(Input input, CancellationToken cancel)
    {
        var problems = new List<PictureProblem>();
        var images = Clean(input.Files, problems);
        problems.AddRange(await PictureRules.CheckAsync(db, input.Alt, input.ShowsPerson, input.ConsentId, cancel));
        if (problems.Count > 0)
        {
            return new(Guid.Empty, problems);
        }

        var consent = input is { ShowsPerson: true, ConsentId: { } id } ? await db.Consents.SingleAsync(c => c.Id == id, cancel) : null;
        var inForce = consent?.StandingOn(await day.TodayAsync(cancel)) == ConsentStanding.InForce;
        var files = new List<PictureFile>();
        foreach (var image in images)
        {
            var file = await store.PutAsync(image, cancel);
            var sha256 = file.Sha256;
            if (await db.PictureFiles.AsNoTracking().Where(f => f.Sha256 == sha256).Select(f => (Guid?)f.PictureId).SingleOrDefaultAsync(cancel) is { } holder)
            {
                return new(holder, [PictureProblem.InLibrary]);
            }

            if (file.GoneAt is not null)
            {
                if (!inForce)
                {
                    return new(Guid.Empty, [PictureProblem.TakenDownBefore]);
                }

                file.Return(image.Content);
            }

            // One that waits for its consent is seen by staff alone.
            file.Public = !input.ShowsPerson || inForce;
            file.Recallable = input.ShowsPerson;
            files.Add(new PictureFile(sha256, image.Width, image.Height, image.Content.Length));
        }

        var picture = new Picture(ids.New(), files, time.GetUtcNow().UtcDateTime, input.By.Name);
        picture.Describe(input.Alt, input.FocusX, input.FocusY, input.ShowsPerson, input.ConsentId);
        db.Pictures.Add(picture);
        // No words of the picture here: they may name someone, and this line stays.
        audit.Add(input.By, "picture.add", "picture", picture.Id, null, new { files = files.Count, picture.ShowsPerson, picture.ConsentId });
        await db.SaveChangesAsync(cancel);
        return new(picture.Id, []);
    }

    private static List<CleanImage> Clean(IReadOnlyList<Upload> uploads, List<PictureProblem> problems)
    {
        var images = new List<CleanImage>();
        foreach (var upload in uploads)
        {
            CleanImage? image = null;
            var fault = upload.Content.Length > MaxFileBytes ? ImageFault.TooLarge : ImageCheck.Clean(upload.Content.Span, out image);
            if (image is null)
            {
                Once(problems, Of(fault));
                continue;
            }

            images.Add(image);
            if (upload.Width is { } declared && declared != image.Width)
            {
                Once(problems, PictureProblem.WidthsDoNotMatch);
            }
        }

        if (uploads.Count == 0)
        {
            problems.Add(PictureProblem.FileMissing);
        }
        else if (problems.Count == 0)
        {
            images.Sort((a, b) => a.Width.CompareTo(b.Width));
            problems.AddRange(PictureRules.CheckWidths(images));
        }

        return images;
    }

    private static void Once(List<PictureProblem> problems, PictureProblem problem)
    {
        if (!problems.Contains(problem))
        {
            problems.Add(problem);
        }
    }

    private static PictureProblem Of(ImageFault fault) => fault switch
    {
        ImageFault.TooLarge => PictureProblem.TooLarge,
        ImageFault.UnknownFormat => PictureProblem.UnknownFormat,
        ImageFault.TooManyPixels => PictureProblem.TooManyPixels,
        ImageFault.TooSmall => PictureProblem.TooSmall,
        _ => PictureProblem.Broken,
    };
}
