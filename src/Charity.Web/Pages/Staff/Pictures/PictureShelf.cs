using Charity.Campaigns.Consents;
using Charity.Campaigns.Pictures;
using Charity.Data;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.Staff.Pictures;

/// <summary>A picture as staff see it in the library.</summary>
/// <param name="Consent">How its consent stands today; null where it shows nobody, or names no consent.</param>
public sealed record PictureRow(Guid Id, LocalizedText Alt, bool ShowsPerson, ConsentStanding? Consent, int FocusX, int FocusY, int Width, int Height)
{
    /// <summary>For staff alone: also pictures that readers may not see.</summary>
    public string Thumbnail => $"/staff/pictures/{Id}/file?width=480";

    /// <summary>Readers may not see it as it stands.</summary>
    public bool IsHeldBack => ShowsPerson && Consent != ConsentStanding.InForce;
}

/// <summary>Reads the library for staff, newest first.</summary>
public sealed class PictureShelf(CharityDb db, ConsentDay day)
{
    public const int PageSize = 24;

    /// <summary>Pictures looked through for words; a library is smaller.</summary>
    private const int MaxSearched = 5000;

    /// <param name="words">Parts of alternative texts in any language, whatever their case; empty for all.</param>
    /// <param name="before">Only pictures added before this one.</param>
    public async Task<IReadOnlyList<PictureRow>> FindAsync(string? words, Guid? before, CancellationToken cancel)
    {
        var found = db.Pictures.AsNoTracking().Where(p => p.WithdrawnAt == null);
        if (SearchText.Normalise(words ?? "") is { Length: > 0 } wanted)
        {
            var all = await found.OrderByDescending(p => p.Id).Take(MaxSearched).Select(p => new { p.Id, p.Alt }).ToListAsync(cancel);
            var ids = all.Where(p => wanted.Split(' ').All(word => p.Alt.Any(text => SearchText.Normalise(text.Text).Contains(word, StringComparison.Ordinal))))
                .Select(p => p.Id).ToList();
            found = found.Where(p => ids.Contains(p.Id));
        }

        if (before is { } last)
        {
            found = found.Where(p => p.Id.CompareTo(last) < 0);
        }

        return await RowsAsync(found.OrderByDescending(p => p.Id).Take(PageSize), cancel);
    }

    /// <summary>One picture of the library, or null.</summary>
    public async Task<PictureRow?> OneAsync(Guid id, CancellationToken cancel)
        => (await RowsAsync(db.Pictures.AsNoTracking().Where(p => p.Id == id && p.WithdrawnAt == null), cancel)).SingleOrDefault();

    private async Task<List<PictureRow>> RowsAsync(IQueryable<Picture> pictures, CancellationToken cancel)
    {
        var today = await day.TodayAsync(cancel);
        var rows = await pictures.Select(p => new
        {
            Picture = p,
            Widest = p.Files.OrderByDescending(f => f.Width).Select(f => new { f.Width, f.Height }).FirstOrDefault(),
            Consent = db.Consents.FirstOrDefault(c => c.Id == p.ConsentId),
        }).ToListAsync(cancel);
        return rows.ConvertAll(r => new PictureRow(
            r.Picture.Id, r.Picture.Alt, r.Picture.ShowsPerson, r.Consent?.StandingOn(today), r.Picture.FocusX, r.Picture.FocusY,
            r.Widest?.Width ?? 1, r.Widest?.Height ?? 1));
    }
}
