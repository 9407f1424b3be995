using System.Data.Common;
using Charity.Data;
using Charity.Languages;
using Charity.Organisation;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Hosting;

/// <summary>A legal entity as the foot of every page names it.</summary>
public sealed record EntityLine(string Code, LocalizedText Name, string RegistrationNumber, string? RegisterUrl);

/// <summary>What every page says about its organisation.</summary>
/// <param name="IsSetUp">False until the organisation has been entered.</param>
/// <param name="Languages">In which the public side speaks: the one that content falls back to first.</param>
/// <param name="Zone">The zone in which public pages give days: the first entity's, and who takes cards stands first.</param>
public sealed record SiteSnapshot(
    bool IsSetUp, LocalizedText Name, LocalizedText Mission, string ContactEmail, Language DefaultLanguage, TimeZoneInfo Zone,
    IReadOnlyList<EntityLine> Entities, IReadOnlyList<Language> Languages)
{
    public static readonly SiteSnapshot Empty =
        new(false, LocalizedText.Of(en: "Charity"), LocalizedText.Empty, "", Language.En, TimeZoneInfo.Utc, [], Language.All);

    /// <summary>All languages of the program for forms that staff write in: those that readers see come first.</summary>
    public IEnumerable<Language> ForWriting => Languages.Concat(Language.All.Except(Languages));

    public bool Offers(Language language) => Languages.Contains(language);
}

/// <summary>
/// The organisation's name and entities for head and foot of the pages, read at most every few seconds. When the
/// database does not answer, the last known ones stand: an error page must still say whose page it is.
/// </summary>
public sealed class SiteFacts(IServiceScopeFactory scopes, CountryPacks packs, TimeProvider time, ILogger<SiteFacts> logger)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    private volatile Entry _last = new(SiteSnapshot.Empty, null);

    /// <summary>As last read; empty before the first reading.</summary>
    public SiteSnapshot LastKnown => _last.Snapshot;

    /// <summary>They were changed here: the next page of this process reads them anew.</summary>
    public void Forget() => _last = _last with { ReadAt = null };

    public async ValueTask<SiteSnapshot> GetAsync(CancellationToken cancel)
    {
        var last = _last;
        // Real time: this is a matter of load, not of business.
        if (last.ReadAt is { } at && TimeProvider.System.GetElapsedTime(at) < Fresh)
        {
            return last.Snapshot;
        }

        try
        {
            var snapshot = await ReadAsync(cancel);
            _last = new(snapshot, TimeProvider.System.GetTimestamp());
            return snapshot;
        }
        catch (Exception error) when (DatabaseErrors.Inner(error) is DbException)
        {
            logger.LogWarning("The organisation could not be read; pages show it as last known.");
            return last.Snapshot;
        }
    }

    private async Task<SiteSnapshot> ReadAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CharityDb>();
        var organisation = await db.Organisations.AsNoTracking()
            .Select(o => new { o.Name, o.Mission, o.ContactEmail, o.DefaultLanguage, o.Languages })
            .SingleOrDefaultAsync(cancel);
        if (organisation is null)
        {
            return SiteSnapshot.Empty;
        }

        var entities = await db.LegalEntities.AsNoTracking()
            .InOrder()
            .Select(e => new { Line = new EntityLine(e.Code, e.Name, e.RegistrationNumber, e.RegisterUrl), e.CountryPack })
            .ToListAsync(cancel);
        var zone = entities.Count == 0 ? TimeZoneInfo.Utc : packs.At(entities[0].CountryPack, time.GetUtcNow().UtcDateTime).Zone;
        return new(true, organisation.Name, organisation.Mission, organisation.ContactEmail, Language.Of(organisation.DefaultLanguage), zone,
            entities.ConvertAll(e => e.Line), OfferedLanguages.Read(organisation.Languages, organisation.DefaultLanguage));
    }

    private sealed record Entry(SiteSnapshot Snapshot, long? ReadAt);
}
