using Charity.Campaigns.Consents;
using Charity.Data;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;

namespace Charity.Campaigns.Pictures;

/// <summary>A picture as readers may see it.</summary>
/// <param name="FocusX">Thousandths of the width.</param>
/// <param name="FocusY">Thousandths of the height.</param>
/// <param name="Files">At least one, narrowest first.</param>
public sealed record PictureView(Guid Id, LocalizedText Alt, int FocusX, int FocusY, IReadOnlyList<PictureFileView> Files)
{
    public PictureFileView Widest => Files[^1];

    /// <summary>For a browser that knows no <c>srcset</c>: the middle width.</summary>
    public PictureFileView Usual => Files[Files.Count / 2];

    /// <summary>Value of <c>srcset</c>.</summary>
    /// <param name="absoluteBase">Put before each address; empty on pages.</param>
    public string SrcSet(string absoluteBase = "")
        => string.Join(", ", Files.Select(f => FormattableString.Invariant($"{absoluteBase}{f.Address} {f.Width}w")));
}

public sealed record PictureFileView(string Sha256, int Width, int Height)
{
    public string Address => "/files/" + Sha256;
}

/// <summary>Reads pictures for public pages, leaving out whatever may not be shown today: readers never see what a job has still to clear away.</summary>
public sealed class PictureReader(CharityDb db, ConsentDay day)
{
    /// <summary>Those of the pictures that may be shown on the site, by id.</summary>
    public async Task<IReadOnlyDictionary<Guid, PictureView>> OnSiteAsync(IEnumerable<Guid> ids, CancellationToken cancel)
    {
        var wanted = ids.Distinct().ToList();
        if (wanted.Count == 0)
        {
            return new Dictionary<Guid, PictureView>();
        }

        var today = await day.TodayAsync(cancel);
        var rows = await db.Pictures.AsNoTracking()
            .Where(p => wanted.Contains(p.Id) && p.WithdrawnAt == null)
            .Where(p => !p.ShowsPerson || db.Consents.Any(c =>
                c.Id == p.ConsentId && c.OnSite && c.WithdrawnOn == null && c.From <= today && c.Until >= today))
            .Select(p => new { p.Id, p.Alt, p.FocusX, p.FocusY, Files = p.Files.Select(f => new PictureFileView(f.Sha256, f.Width, f.Height)).ToList() })
            .ToListAsync(cancel);
        return rows.Where(p => p.Files.Count > 0)
            .ToDictionary(p => p.Id, p => new PictureView(p.Id, p.Alt, p.FocusX, p.FocusY, [.. p.Files.OrderBy(f => f.Width)]));
    }
}
