using Charity.Campaigns;
using Charity.Campaigns.Drafts;
using Charity.Campaigns.Publishing;
using Charity.Data.Audit;
using Charity.Languages;
using Charity.Staff;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charity.Tests.Campaigns;

/// <summary>An organisation with a live campaign, and editors who work on it by the verbs that the pages use.</summary>
internal sealed class EditorWorld : IAsyncDisposable
{
    public static readonly Actor Olena = Actor.Staff(Guid.Parse("11111111-1111-7111-8111-111111111111"), "Olena");
    public static readonly Actor Ivan = Actor.Staff(Guid.Parse("22222222-2222-7222-8222-222222222222"), "Ivan");

    private EditorWorld(CharityHost host, TestOrganisation organisation) => (Host, Organisation) = (host, organisation);

    public CharityHost Host { get; }

    public TestOrganisation Organisation { get; }

    public static async Task<EditorWorld> StartAsync(Action<IServiceCollection>? configure = null)
    {
        var host = await CharityHost.StartAsync(configure);
        await using (var db = host.Db())
        {
            // Without an address, so that they get no mail.
            db.Users.AddRange(((Actor[])[Olena, Ivan]).Select(
                actor => new StaffUser { Id = Guid.Parse(actor.Id), DisplayName = actor.Name, Roles = StaffRoles.Editor, CreatedAt = host.Clock.UtcNow }));
            await db.SaveChangesAsync();
        }

        return new EditorWorld(host, await host.SetUpOrganisationAsync());
    }

    /// <summary>What an editor's page shows when it is opened now.</summary>
    public async Task<CampaignDocument> OpenAsync()
    {
        if (await DraftAsync() is { } draft)
        {
            return draft.Document;
        }

        await using var db = Host.Db();
        return await LiveCampaign.DocumentAsync(db, await CampaignAsync(), default);
    }

    /// <summary>An editor opens the page, changes it and saves.</summary>
    public async Task<SaveDraftOutcome> WriteAsync(Actor by, Func<CampaignDocument, CampaignDocument> change)
    {
        var shown = await OpenAsync();
        return await SaveAsync(by, shown, change(shown));
    }

    /// <summary>An editor saves from a page that was opened earlier.</summary>
    public Task<SaveDraftOutcome> SaveAsync(
        Actor by, CampaignDocument shown, CampaignDocument typed, IReadOnlyDictionary<string, string>? settled = null)
        => Host.RunAsync<SaveDraft, SaveDraftOutcome>(u => u.RunAsync(new(Organisation.Campaign, SeenFields.Of(shown), typed, by, settled), default));

    public async Task<CampaignOutcome> PublishAsync(LocalizedText? reason = null, Actor? by = null)
    {
        var draft = await DraftAsync() ?? throw new InvalidOperationException("There is no draft.");
        return await PublishAsync(draft, reason, by);
    }

    public async Task<CampaignOutcome> PublishAsync(CampaignDraft seen, LocalizedText? reason = null, Actor? by = null)
    {
        var edition = await EditionAsync();
        return await Host.RunAsync<PublishDraft, CampaignOutcome>(u => u.RunAsync(
            new(Organisation.Campaign, seen.Id, seen.Version, edition, reason ?? LocalizedText.Empty, by ?? Olena), default));
    }

    public async Task<CampaignOutcome> ScheduleAsync(TimeSpan after, LocalizedText? reason = null)
    {
        var (draft, edition) = (await DraftAsync() ?? throw new InvalidOperationException("There is no draft."), await EditionAsync());
        return await Host.RunAsync<ScheduleDraft, CampaignOutcome>(u => u.RunAsync(
            new(Organisation.Campaign, draft.Id, draft.Version, edition, reason ?? LocalizedText.Empty, Host.Clock.UtcNow + after, Olena), default));
    }

    public async Task<CampaignDraft?> DraftAsync()
    {
        await using var db = Host.Db();
        return await db.CampaignDrafts.AsNoTracking().SingleOrDefaultAsync(d => d.CampaignId == Organisation.Campaign);
    }

    public async Task<int> EditionAsync()
    {
        await using var db = Host.Db();
        return await LiveCampaign.EditionAsync(db, Organisation.Campaign, default);
    }

    public async Task<Campaign> CampaignAsync()
    {
        await using var db = Host.Db();
        return await db.Campaigns.AsNoTracking().SingleAsync(c => c.Id == Organisation.Campaign);
    }

    public async Task MarkFirstGiftAsync()
    {
        await using var db = Host.Db();
        (await db.Campaigns.SingleAsync(c => c.Id == Organisation.Campaign)).MarkFirstGift(Host.Clock.UtcNow);
        await db.SaveChangesAsync();
    }

    public async Task<IReadOnlyList<AuditRow>> AuditAsync(string action)
    {
        await using var db = Host.Db();
        return await db.Audit.AsNoTracking().Where(a => a.Action == action).OrderBy(a => a.Id).ToListAsync();
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}

/// <summary>Changes that an editor types, in short.</summary>
internal static class Typing
{
    public static CampaignDocument Type(this CampaignDocument document, string field, Language language, string text)
    {
        var of = CampaignFields.Texts.Single(f => f.Name == field);
        return of.Write(document, of.Read(document).With(language, text));
    }

    public static CampaignDocument Goal(this CampaignDocument document, long minor)
        => document with { Promises = document.Promises with { GoalMinor = minor } };
}
