using Charity.Campaigns.Consents;
using Charity.Data;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.Staff.Consents;

/// <summary>A consent to choose.</summary>
public sealed record ConsentChoice(Guid Id, string Person, DateOnly Until, ConsentStanding Standing);

/// <summary>Where a form asks under which consent a person is shown: what the partial <c>_ConsentChoice</c> draws.</summary>
/// <param name="Mark">Name of the field that says that a person is shown or told of.</param>
/// <param name="Name">Name of the field that holds the consent.</param>
/// <param name="Label">What the mark says.</param>
public sealed record ConsentField(string Mark, string Name, string Label, bool Marked, Guid? Chosen);

/// <summary>Consents that a picture or a text may stand under, by name.</summary>
public sealed class ConsentChoices(CharityDb db, ConsentDay day)
{
    private const int MaxShown = 500;

    /// <param name="chosen">Stands among them even if it is over.</param>
    public async Task<IReadOnlyList<ConsentChoice>> ReadAsync(Guid? chosen, CancellationToken cancel)
    {
        var today = await day.TodayAsync(cancel);
        var rows = await db.Consents.AsNoTracking()
            .Where(c => c.Id == chosen || (c.WithdrawnOn == null && c.Until >= today))
            .OrderByDescending(c => c.Id).Take(MaxShown).ToListAsync(cancel);
        return [.. rows.Select(c => new ConsentChoice(c.Id, c.Person, c.Until, c.StandingOn(today))).OrderBy(c => c.Person, StringComparer.OrdinalIgnoreCase)];
    }
}
