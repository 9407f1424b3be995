using Charity.Data;
using Charity.Languages;
using Charity.Staff;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.Staff.People;

/// <summary>What a line of the audit is about, as a person would name it.</summary>
/// <param name="Kind">Such as <c>campaign</c>; its word is the text <c>staff.subject.campaign</c>.</param>
/// <param name="Brief">The id in short, or the whole of it where it is short.</param>
/// <param name="Name">Its name; null where it has none, is gone, or is not for this reader.</param>
/// <param name="Path">Its page; null where it has none.</param>
public sealed record AuditSubject(string Kind, string Brief, TextIn? Name, string? Path);

/// <summary>
/// Finds names and pages for a page full of lines, with one question for each kind. The audit itself keeps ids only: a name
/// that is corrected or erased would else live on in it.
/// </summary>
internal sealed class AuditSubjects(CharityDb db, Language language, Language fallback, bool seesGifts)
{
    public async Task<IReadOnlyDictionary<string, AuditSubject>> OfAsync(
        IReadOnlyCollection<string> subjects, IReadOnlyDictionary<string, string> people, CancellationToken cancel)
    {
        var parts = subjects.Distinct(StringComparer.Ordinal).ToDictionary(s => s, Parts, StringComparer.Ordinal);
        var names = new Dictionary<(string Kind, Guid Id), TextIn>();
        var homes = new Dictionary<Guid, Guid>();
        List<Guid> Ids(params string[] kinds) => [.. parts.Values.Where(p => p.Id is not null && kinds.Contains(p.Kind)).Select(p => p.Id!.Value).Distinct()];
        void Name(string kind, Guid id, LocalizedText text)
        {
            // What was erased has no words left.
            if (!text.IsEmpty)
            {
                names[(kind, id)] = text.In(language, fallback);
            }
        }

        if (seesGifts && Ids("gift", "donation") is { Count: > 0 } gifts)
        {
            foreach (var gift in await db.Donations.AsNoTracking().Where(d => gifts.Contains(d.Id)).Select(d => new { d.Id, d.DonorName }).ToListAsync(cancel))
            {
                names[("gift", gift.Id)] = names[("donation", gift.Id)] = new TextIn(gift.DonorName, language);
            }
        }

        if (Ids("campaign") is { Count: > 0 } campaigns)
        {
            foreach (var campaign in await db.Campaigns.AsNoTracking().Where(c => campaigns.Contains(c.Id)).Select(c => new { c.Id, c.Title }).ToListAsync(cancel))
            {
                Name("campaign", campaign.Id, campaign.Title);
            }
        }

        if (Ids("update") is { Count: > 0 } updates)
        {
            foreach (var update in await db.CampaignUpdates.AsNoTracking().Where(u => updates.Contains(u.Id)).Select(u => new { u.Id, u.CampaignId, u.Title }).ToListAsync(cancel))
            {
                Name("update", update.Id, update.Title);
                homes[update.Id] = update.CampaignId;
            }
        }

        if (Ids("picture") is { Count: > 0 } pictures)
        {
            foreach (var picture in await db.Pictures.AsNoTracking().Where(p => pictures.Contains(p.Id)).Select(p => new { p.Id, p.Alt }).ToListAsync(cancel))
            {
                Name("picture", picture.Id, picture.Alt);
            }
        }

        if (Ids("fund") is { Count: > 0 } funds)
        {
            foreach (var fund in await db.Funds.AsNoTracking().Where(f => funds.Contains(f.Id)).Select(f => new { f.Id, f.Name }).ToListAsync(cancel))
            {
                Name("fund", fund.Id, fund.Name);
            }
        }

        if (Ids("programme") is { Count: > 0 } programmes)
        {
            foreach (var programme in await db.Programmes.AsNoTracking().Where(p => programmes.Contains(p.Id)).Select(p => new { p.Id, p.Name }).ToListAsync(cancel))
            {
                Name("programme", programme.Id, programme.Name);
            }
        }

        if (Ids("entity") is { Count: > 0 } entities)
        {
            foreach (var entity in await db.LegalEntities.AsNoTracking().Where(e => entities.Contains(e.Id)).Select(e => new { e.Id, e.Name }).ToListAsync(cancel))
            {
                Name("entity", entity.Id, entity.Name);
            }
        }

        return parts.ToDictionary(
            p => p.Key,
            p => new AuditSubject(
                p.Value.Kind,
                p.Value.Id is { } id ? BriefId.Of(id) : p.Value.Text,
                NameOf(p.Value),
                PathOf(p.Value.Kind, p.Value.Id, homes)),
            StringComparer.Ordinal);

        TextIn? NameOf((string Kind, string Text, Guid? Id) part)
            => part.Kind == StaffActions.Subject ? people.TryGetValue(part.Text, out var person) ? new TextIn(person, language) : null
                : part.Id is { } id && names.TryGetValue((part.Kind, id), out var name) ? name : null;
    }

    private static string? PathOf(string kind, Guid? id, Dictionary<Guid, Guid> homes) => (kind, id) switch
    {
        (StaffActions.Subject, { } person) => $"/staff/people/{person}",
        ("gift" or "donation", { } gift) => $"/staff/gifts/{gift}",
        ("campaign", { } campaign) => $"/staff/campaigns/{campaign}",
        ("update", { } update) when homes.TryGetValue(update, out var campaign) => $"/staff/campaigns/{campaign}/updates/{update}",
        ("picture", { } picture) => $"/staff/pictures/{picture}",
        ("consent", { } consent) => $"/staff/consents/{consent}",
        ("approval", { } approval) => $"/staff/approvals/{approval}",
        ("exception", { } exception) => $"/staff/exceptions/{exception}",
        ("entity", { } entity) => $"/staff/organisation/{entity}",
        ("bank-account", _) => "/staff/organisation/bank",
        ("organisation", _) => "/staff/organisation",
        ("fund", _) => "/staff/campaigns/funds",
        ("programme", _) => "/staff/campaigns/programmes",
        ("attack", _) => "/staff/limits",
        _ => null,
    };

    private static (string Kind, string Text, Guid? Id) Parts(string subject)
    {
        var colon = subject.IndexOf(':', StringComparison.Ordinal);
        var (kind, text) = colon < 0 ? ("", subject) : (subject[..colon], subject[(colon + 1)..]);
        return (kind, text, Guid.TryParse(text, out var id) ? id : null);
    }
}
