using Charity.Campaigns;
using Charity.Campaigns.Consents;
using Charity.Campaigns.Drafts;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Charity.Tests.Campaigns;

public sealed class DraftTests : IAsyncLifetime
{
    private EditorWorld _world = null!;

    public async Task InitializeAsync() => _world = await EditorWorld.StartAsync();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task Writing_a_draft_touches_nothing_that_donors_see()
    {
        var before = await _world.CampaignAsync();
        await _world.WriteAsync(EditorWorld.Olena, d => d.Type("title", Language.En, "Warmer winter").Goal(5_000_000));

        var after = await _world.CampaignAsync();
        Assert.Equal((before.Title, before.GoalMinor, before.Version), (after.Title, after.GoalMinor, after.Version));
        var draft = (await _world.DraftAsync())!.Document;
        Assert.Equal(("Warmer winter", 5_000_000), (draft.Content.Title[Language.En], draft.Promises.GoalMinor));
    }

    [Fact]
    public async Task Saving_what_stands_there_already_makes_no_draft()
    {
        Assert.Equal(SaveDraftResult.Saved, (await _world.WriteAsync(EditorWorld.Olena, d => d)).Result);
        Assert.Null(await _world.DraftAsync());
    }

    [Fact]
    public async Task Two_editors_who_write_in_two_languages_never_meet()
    {
        var shown = await _world.OpenAsync();
        var first = await _world.SaveAsync(EditorWorld.Olena, shown, shown.Type("summary", Language.Uk, "Печі та ковдри"));
        var second = await _world.SaveAsync(EditorWorld.Ivan, shown, shown.Type("summary", Language.Bg, "Печки и одеяла"));

        Assert.Equal((SaveDraftResult.Saved, SaveDraftResult.Saved), (first.Result, second.Result));
        var summary = (await _world.OpenAsync()).Content.Summary;
        Assert.Equal(("Печі та ковдри", "Печки и одеяла"), (summary[Language.Uk], summary[Language.Bg]));
    }

    [Fact]
    public async Task Of_two_who_change_the_same_field_neither_loses_a_word()
    {
        var shown = await _world.OpenAsync();
        await _world.SaveAsync(EditorWorld.Olena, shown, shown.Type("story", Language.En, "Olena's story"));
        var typed = shown.Type("story", Language.En, "Ivan's story").Type("place", Language.En, "Ohrid");
        var late = await _world.SaveAsync(EditorWorld.Ivan, shown, typed);

        Assert.Equal(SaveDraftResult.Conflict, late.Result);
        Assert.Equal([new DraftConflict("story.en", "Ivan's story", "Olena's story")], late.Conflicts);
        Assert.Equal("Olena", late.SavedBy);
        // What does not clash is safe, and hers stands until he decides.
        var now = await _world.OpenAsync();
        Assert.Equal(("Olena's story", "Ohrid"), (now.Content.Story[Language.En], now.Content.Place[Language.En]));

        var decided = await _world.SaveAsync(
            EditorWorld.Ivan, shown, typed, new Dictionary<string, string> { ["story.en"] = CampaignFields.Fingerprint("Olena's story") });
        Assert.Equal(SaveDraftResult.Saved, decided.Result);
        Assert.Equal("Ivan's story", (await _world.OpenAsync()).Content.Story[Language.En]);
    }

    [Fact]
    public async Task A_language_in_which_nothing_clashed_keeps_the_person_of_its_page_too()
    {
        var today = DateOnly.FromDateTime(_world.Host.Clock.UtcNow);
        var consent = await _world.Host.RunAsync<RecordConsent, ConsentOutcome>(u => u.RunAsync(
            new(null, 0, "Oksana Zrazok", false, "", "", "Her way back", new(true, false, false, false), today, today.AddDays(90), EditorWorld.Olena), default));
        await _world.WriteAsync(EditorWorld.Olena, d => d with
        {
            Content = d.Content with
            {
                Story = LocalizedText.Of(en: "Oksana walks"),
                StoryWithoutPerson = LocalizedText.Of(en: "Many walk"),
                StoryTellsOfPerson = true,
                StoryConsentId = consent.Id,
            },
        });
        var shown = await _world.OpenAsync();
        Assert.Empty((await _world.Host.RunAsync<WithdrawConsent, ConsentOutcome>(u => u.RunAsync(new(consent.Id, today, "She asked", EditorWorld.Olena), default))).Problems);

        // Neither story had words in Macedonian: what Ivan adds there clashes with nothing.
        var late = await _world.SaveAsync(EditorWorld.Ivan, shown, shown.Type("story", Language.Mk, "Оксана оди"));
        Assert.Equal(SaveDraftResult.Saved, late.Result);
        var content = (await _world.OpenAsync()).Content;
        Assert.Equal(("Many walk", "Оксана оди", true, null), (content.Story[Language.En], content.Story[Language.Mk], content.StoryTellsOfPerson, content.StoryConsentId));
        Assert.Equal([CampaignProblem.ConsentMissing], (await _world.PublishAsync()).Problems);
    }

    [Fact]
    public async Task A_decision_over_a_text_that_changed_again_decides_nothing()
    {
        var shown = await _world.OpenAsync();
        await _world.SaveAsync(EditorWorld.Olena, shown, shown.Type("story", Language.En, "Olena's second"));
        var late = await _world.SaveAsync(
            EditorWorld.Ivan, shown, shown.Type("story", Language.En, "Ivan's"),
            new Dictionary<string, string> { ["story.en"] = CampaignFields.Fingerprint("Olena's first") });
        Assert.Equal(SaveDraftResult.Conflict, late.Result);
        Assert.Equal("Olena's second", (await _world.OpenAsync()).Content.Story[Language.En]);
    }

    [Fact]
    public async Task Many_who_save_at_the_same_moment_all_find_their_words_again()
    {
        var shown = await _world.OpenAsync();
        string[] fields = ["title", "summary", "story", "groups", "place", "purpose"];
        using var barrier = new Barrier(fields.Length);
        var saved = await Task.WhenAll(fields.Select(name => Task.Factory.StartNew(
            () =>
            {
                barrier.SignalAndWait();
                return _world.SaveAsync(EditorWorld.Ivan, shown, shown.Type(name, Language.Mk, "ново " + name));
            },
            TaskCreationOptions.LongRunning).Unwrap()));

        Assert.All(saved, outcome => Assert.Equal(SaveDraftResult.Saved, outcome.Result));
        var now = CampaignFields.Flatten(await _world.OpenAsync());
        Assert.All(fields, name => Assert.Equal("ново " + name, now[name + ".mk"]));
    }

    [Fact]
    public async Task A_discarded_draft_leaves_the_campaign_as_it_is_and_a_line_of_what_was_thrown_away()
    {
        await _world.WriteAsync(EditorWorld.Olena, d => d.Type("title", Language.En, "Nonsense"));
        var draft = (await _world.DraftAsync())!;
        await _world.WriteAsync(EditorWorld.Ivan, d => d.Type("place", Language.En, "Bitola"));

        Assert.Equal([CampaignProblem.ChangedMeanwhile], (await DiscardAsync(draft)).Problems);
        Assert.Empty((await DiscardAsync((await _world.DraftAsync())!)).Problems);
        Assert.Null(await _world.DraftAsync());
        Assert.Equal([CampaignProblem.DraftGone], (await DiscardAsync(draft)).Problems);
        var line = Assert.Single(await _world.AuditAsync("campaign.discard"));
        Assert.Contains("Nonsense", line.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_colleague_who_begins_to_write_leaves_one_line_however_often_it_is_saved()
    {
        foreach (var title in (string[])["a", "ab", "abc"])
        {
            await _world.WriteAsync(EditorWorld.Olena, d => d.Type("title", Language.En, title));
        }

        await _world.WriteAsync(EditorWorld.Ivan, d => d.Type("title", Language.En, "abcd"));
        Assert.Equal(["Olena", "Ivan"], (await _world.AuditAsync("campaign.draft")).Select(line => line.ActorName));
    }

    [Fact]
    public async Task A_draft_of_an_unknown_programme_or_currency_is_not_kept()
    {
        Assert.Equal(SaveDraftResult.Refused, (await _world.WriteAsync(EditorWorld.Olena, d => d with { Content = d.Content with { ProgrammeId = Guid.NewGuid() } })).Result);
        Assert.Equal(SaveDraftResult.Refused, (await _world.WriteAsync(EditorWorld.Olena, d => d with { Content = d.Content with { Currencies = ["XXZ"] } })).Result);
        Assert.Null(await _world.DraftAsync());
    }

    [Fact]
    public async Task The_preview_shows_the_draft_and_saves_nothing()
    {
        await _world.WriteAsync(EditorWorld.Olena, d => (d with { Content = d.Content with { Receivers = [d.Content.Receivers[1]] } })
            .Type("title", Language.Bg, "Топла зима"));
        await using var scope = _world.Host.Scope();
        var pages = (CampaignPages)scope.ServiceProvider.GetService(typeof(CampaignPages))!;
        var preview = await pages.PreviewAsync(_world.Organisation.Campaign, default);

        Assert.Equal("Топла зима", preview!.Campaign.Title[Language.Bg]);
        Assert.Equal(_world.Organisation.Macedonian, Assert.Single(preview.Receivers).LegalEntityId);
        Assert.NotEqual("Топла зима", (await pages.OneAsync("warm-winter", default))!.Campaign.Title[Language.Bg]);
        await using var db = _world.Host.Db();
        Assert.Equal(2, await db.CampaignReceivers.CountAsync(r => r.CampaignId == _world.Organisation.Campaign));
    }

    [Fact]
    public void A_document_of_a_newer_program_is_not_misread()
        => Assert.Throws<System.Text.Json.JsonException>(() => CampaignDocument.FromJson("""{"Schema":99,"Content":null,"Promises":null}"""));

    private Task<CampaignOutcome> DiscardAsync(CampaignDraft seen)
        => _world.Host.RunAsync<DiscardDraft, CampaignOutcome>(u => u.RunAsync(new(_world.Organisation.Campaign, seen.Id, seen.Version, EditorWorld.Olena), default));
}
