using Charity.Campaigns;
using Charity.Campaigns.Drafts;
using Charity.Campaigns.Publishing;
using Charity.Languages;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Tests.Campaigns;

public sealed class PublishingTests : IAsyncLifetime
{
    private EditorWorld _world = null!;

    public async Task InitializeAsync() => _world = await EditorWorld.StartAsync(services => services.AddScoped<GiftBetween>());

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task Publishing_makes_the_draft_live_in_one_step_and_says_what_changed()
    {
        await _world.WriteAsync(EditorWorld.Olena, d => (d with { Content = d.Content with { Receivers = [d.Content.Receivers[0]] } })
            .Type("title", Language.En, "Warmer winter").Goal(2_000_000));
        Assert.Empty((await _world.PublishAsync()).Problems);

        var campaign = await _world.CampaignAsync();
        Assert.Equal(("Warmer winter", 2_000_000), (campaign.Title[Language.En], campaign.GoalMinor));
        Assert.Null(await _world.DraftAsync());
        await using var db = _world.Host.Db();
        Assert.Equal(1, await db.CampaignReceivers.CountAsync(r => r.CampaignId == campaign.Id));
        var editions = await db.CampaignEditions.AsNoTracking().Where(e => e.CampaignId == campaign.Id).OrderBy(e => e.Number).ToListAsync();
        Assert.Equal([1, 2], editions.Select(e => e.Number));
        Assert.Equal("Olena", editions[1].By);
        Assert.Equal(["title.en", "goal", "receivers"], CampaignFields.Differing(editions[0].Document, editions[1].Document));
        var line = Assert.Single(await _world.AuditAsync("campaign.publish"));
        Assert.Contains("\"title.en\":\"Warm winter\"", line.Detail, StringComparison.Ordinal);
        Assert.Contains("\"title.en\":\"Warmer winter\"", line.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_draft_that_lacks_what_donors_are_owed_is_kept_but_not_published()
    {
        await _world.WriteAsync(EditorWorld.Olena, d => d with { Content = d.Content with { Story = LocalizedText.Empty, Receivers = [] } });
        Assert.Equal(
            [CampaignProblem.StoryMissing, CampaignProblem.NoReceiver, CampaignProblem.GoalCurrencyNotSettled], (await _world.PublishAsync()).Problems);
        Assert.NotNull(await _world.DraftAsync());
        Assert.False((await _world.CampaignAsync()).Story.IsEmpty);
        Assert.Empty(await _world.AuditAsync("campaign.publish"));
    }

    [Fact]
    public async Task After_the_first_gift_new_promises_are_published_with_their_reason_as_a_public_revision()
    {
        await _world.MarkFirstGiftAsync();
        await _world.WriteAsync(EditorWorld.Olena, d => d.Goal(2_000_000).Type("title", Language.En, "Warmer winter"));

        Assert.Equal([CampaignProblem.ReasonMissing], (await _world.PublishAsync()).Problems);
        Assert.Empty((await _world.PublishAsync(CharityHost.Named("Prices rose"))).Problems);

        await using var db = _world.Host.Db();
        var revision = await db.CampaignRevisions.AsNoTracking().SingleAsync();
        Assert.Equal(("Prices rose", "Olena"), (revision.Reason[Language.En], revision.MadeBy));
        Assert.Equal(2_000_000, (await _world.CampaignAsync()).GoalMinor);
        Assert.Equal("Warmer winter", (await _world.CampaignAsync()).Title[Language.En]);
    }

    [Fact]
    public async Task Words_that_promise_nothing_need_no_reason_and_make_no_revision()
    {
        await _world.MarkFirstGiftAsync();
        await _world.WriteAsync(EditorWorld.Olena, d => d.Type("title", Language.En, "Warmer winter"));
        Assert.Empty((await _world.PublishAsync(CharityHost.Named("Typed into the form by mistake"))).Problems);
        await using var db = _world.Host.Db();
        Assert.Empty(await db.CampaignRevisions.ToListAsync());
        Assert.True((await db.CampaignEditions.OrderBy(e => e.Number).LastAsync()).Reason.IsEmpty);
    }

    [Fact]
    public async Task What_a_colleague_wrote_since_is_not_published_unseen()
    {
        await _world.WriteAsync(EditorWorld.Olena, d => d.Type("title", Language.En, "Seen"));
        var seen = (await _world.DraftAsync())!;
        await _world.WriteAsync(EditorWorld.Ivan, d => d.Type("title", Language.En, "Unseen"));
        Assert.Equal([CampaignProblem.ChangedMeanwhile], (await _world.PublishAsync(seen)).Problems);
        Assert.Equal("Warm winter", (await _world.CampaignAsync()).Title[Language.En]);
    }

    [Fact]
    public async Task Two_who_publish_at_the_same_moment_publish_once()
    {
        await _world.WriteAsync(EditorWorld.Olena, d => d.Type("title", Language.En, "Once"));
        var seen = (await _world.DraftAsync())!;
        using var barrier = new Barrier(4);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
            () =>
            {
                barrier.SignalAndWait();
                return _world.PublishAsync(seen);
            },
            TaskCreationOptions.LongRunning).Unwrap()));

        Assert.Single(outcomes, outcome => outcome.Saved);
        // Who read the draft before it was published and the campaign after it, learns that it changed meanwhile.
        Assert.All(outcomes.Where(outcome => !outcome.Saved), outcome => Assert.Contains(
            outcome.Problems, problem => problem is CampaignProblem.DraftGone or CampaignProblem.ChangedMeanwhile));
        Assert.Equal(2, await _world.EditionAsync());
    }

    [Fact]
    public async Task A_first_gift_that_arrives_while_promises_are_published_is_not_overruled()
    {
        await _world.WriteAsync(EditorWorld.Olena, d => d.Goal(2_000_000));
        var draft = (await _world.DraftAsync())!;
        var runs = 0;
        var outcome = await _world.Host.RunAsync<GiftBetween, CampaignOutcome>(u => u.RunAsync(
            async () =>
            {
                if (runs++ == 0)
                {
                    await _world.MarkFirstGiftAsync();
                }
            },
            new(_world.Organisation.Campaign, draft.Id, draft.Version, 1, LocalizedText.Empty, EditorWorld.Olena)));

        Assert.Equal([CampaignProblem.ReasonMissing], outcome.Problems);
        Assert.Equal(1_000_000, (await _world.CampaignAsync()).GoalMinor);
    }

    [Fact]
    public async Task A_draft_of_a_campaign_that_nobody_has_seen_opens_it()
    {
        var created = await NewCampaignAsync("spring");
        await using var db = _world.Host.Db();
        Assert.Empty(await db.CampaignEditions.Where(e => e.CampaignId == created).ToListAsync());
        var live = await LiveCampaign.DocumentAsync(db, await db.Campaigns.AsNoTracking().SingleAsync(c => c.Id == created), default);
        await _world.Host.RunAsync<SaveDraft, SaveDraftOutcome>(u => u.RunAsync(
            new(created, SeenFields.Of(live), live.Type("title", Language.En, "Spring"), EditorWorld.Olena), default));
        var draft = await db.CampaignDrafts.AsNoTracking().SingleAsync(d => d.CampaignId == created);

        var published = await _world.Host.RunAsync<PublishDraft, CampaignOutcome>(u => u.RunAsync(
            new(created, draft.Id, draft.Version, 0, LocalizedText.Empty, EditorWorld.Olena), default));

        Assert.Empty(published.Problems);
        var campaign = await db.Campaigns.AsNoTracking().SingleAsync(c => c.Id == created);
        Assert.Equal((CampaignState.Active, "Spring"), (campaign.State, campaign.Title[Language.En]));
    }

    [Fact]
    public async Task An_earlier_edition_comes_back_as_a_draft_and_goes_live_only_when_published()
    {
        await _world.WriteAsync(EditorWorld.Olena, d => d.Type("story", Language.En, "Second"));
        await _world.PublishAsync();
        Assert.Empty((await RestoreAsync(1)).Problems);

        Assert.Equal("Second", (await _world.CampaignAsync()).Story[Language.En]);
        Assert.Equal("A **story**", (await _world.OpenAsync()).Content.Story[Language.En]);
        // A draft that somebody writes in is not replaced.
        Assert.Equal([CampaignProblem.ChangedMeanwhile], (await RestoreAsync(2)).Problems);
        Assert.Empty((await _world.PublishAsync()).Problems);
        Assert.Equal("A **story**", (await _world.CampaignAsync()).Story[Language.En]);
        Assert.Equal(3, await _world.EditionAsync());
    }

    [Fact]
    public async Task A_draft_that_changes_nothing_is_not_published_as_a_new_edition()
    {
        await _world.WriteAsync(EditorWorld.Olena, d => d.Type("place", Language.En, "Ohrid"));
        await _world.WriteAsync(EditorWorld.Olena, d => d.Type("place", Language.En, "Skopje"));
        Assert.Equal([CampaignProblem.NothingChanges], (await _world.PublishAsync()).Problems);
    }

    private Task<CampaignOutcome> RestoreAsync(int number)
        => _world.Host.RunAsync<RestoreEdition, CampaignOutcome>(u => u.RunAsync(new(_world.Organisation.Campaign, number, EditorWorld.Ivan), default));

    private async Task<Guid> NewCampaignAsync(string slug)
    {
        var shown = await _world.OpenAsync();
        var created = await _world.Host.RunAsync<CreateCampaign, CampaignOutcome>(u => u.RunAsync(new(slug, shown.Content, shown.Promises, EditorWorld.Olena), default));
        Assert.Empty(created.Problems);
        return created.Id;
    }
}
