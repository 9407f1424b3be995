using Charity.Campaigns;
using Charity.Campaigns.Updates;
using Charity.Data.Audit;
using Charity.Languages;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Tests.Campaigns.Updates;

public sealed class UpdateTests : IAsyncLifetime
{
    private static readonly Actor Editor = Actor.Program("test");

    private CharityHost _host = null!;
    private TestOrganisation _organisation = null!;

    public async Task InitializeAsync()
    {
        _host = await CharityHost.StartAsync();
        _organisation = await _host.SetUpOrganisationAsync();
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task An_update_begins_as_a_draft_and_is_shown_when_it_is_published()
    {
        var id = (await WriteAsync()).Id;
        Assert.Empty(await ShownAsync());
        Assert.Empty((await ScheduleAsync(id)).Problems);
        Assert.Equal("Stoves arrived", Assert.Single(await ShownAsync()).Title[Language.En]);
        Assert.Equal([UpdateProblem.AlreadyPublic], (await ScheduleAsync(id)).Problems);
    }

    [Fact]
    public async Task A_scheduled_update_shows_at_its_time_and_may_be_held_until_then()
    {
        var id = (await WriteAsync()).Id;
        var at = _host.Clock.UtcNow.AddDays(2);
        Assert.Empty((await ScheduleAsync(id, i => i with { At = at })).Problems);
        Assert.Empty(await ShownAsync());
        Assert.Empty((await ScheduleAsync(id, i => i with { Hold = true })).Problems);
        _host.Clock.Advance(TimeSpan.FromDays(3));
        Assert.Empty(await ShownAsync());
        Assert.Empty((await ScheduleAsync(id, i => i with { At = _host.Clock.UtcNow.AddHours(1) })).Problems);
        _host.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Single(await ShownAsync());
    }

    [Fact]
    public async Task A_time_that_is_over_or_far_away_is_refused()
    {
        var id = (await WriteAsync()).Id;
        Assert.Equal([UpdateProblem.TimeInThePast], (await ScheduleAsync(id, i => i with { At = _host.Clock.UtcNow.AddHours(-1) })).Problems);
        Assert.Equal([UpdateProblem.TimeTooFar], (await ScheduleAsync(id, i => i with { At = _host.Clock.UtcNow.AddYears(2) })).Problems);
    }

    [Fact]
    public async Task A_change_after_readers_saw_it_says_when_and_one_before_says_nothing()
    {
        var id = (await WriteAsync()).Id;
        await WriteAsync(i => i with { UpdateId = id, Version = 1, Title = CharityHost.Named("Ten stoves arrived") });
        await ScheduleAsync(id);
        Assert.Null(Assert.Single(await ShownAsync()).CorrectedAt);

        _host.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Empty((await WriteAsync(i => i with { UpdateId = id, Version = 3, Title = CharityHost.Named("Eleven stoves arrived") })).Problems);

        Assert.Equal(_host.Clock.UtcNow, Assert.Single(await ShownAsync()).CorrectedAt);
        await using var db = _host.Db();
        Assert.Equal(["update.write", "update.edit", "update.publish", "update.correct"], await db.Audit.Where(a => a.Subject.StartsWith("update:")).OrderBy(a => a.Id).Select(a => a.Action).ToListAsync());
    }

    [Fact]
    public async Task One_taken_down_is_gone_for_good_and_needs_a_reason()
    {
        var id = (await WriteAsync()).Id;
        await ScheduleAsync(id);
        Assert.Equal([UpdateProblem.ReasonMissing], (await TakeDownAsync(id, " ")).Problems);
        Assert.Empty((await TakeDownAsync(id, "It was wrong")).Problems);
        Assert.Empty(await ShownAsync());
        Assert.Equal([UpdateProblem.TakenDown], (await ScheduleAsync(id)).Problems);
        Assert.Equal([UpdateProblem.TakenDown], (await WriteAsync(i => i with { UpdateId = id, Version = 3 })).Problems);
        Assert.Equal([UpdateProblem.TakenDown], (await TakeDownAsync(id, "again")).Problems);
    }

    [Fact]
    public async Task One_who_saw_an_older_version_overwrites_nothing()
    {
        var id = (await WriteAsync()).Id;
        await WriteAsync(i => i with { UpdateId = id, Version = 1 });
        Assert.Equal([UpdateProblem.ChangedMeanwhile], (await WriteAsync(i => i with { UpdateId = id, Version = 1 })).Problems);
        Assert.Equal([UpdateProblem.ChangedMeanwhile], (await ScheduleAsync(id, i => i with { Version = 1 })).Problems);
    }

    [Fact]
    public async Task It_needs_title_and_text_in_the_organisation_s_language_and_a_consent_where_it_tells_of_someone()
    {
        Assert.Equal(
            [UpdateProblem.TitleMissing, UpdateProblem.BodyMissing],
            (await WriteAsync(i => i with { Title = LocalizedText.Of(uk: "Печі"), Body = LocalizedText.Empty })).Problems);
        var id = (await WriteAsync(i => i with { TellsOfPerson = true })).Id;
        var refused = await ScheduleAsync(id);
        Assert.Equal([UpdateProblem.ConsentMissing], refused.Problems);
        Assert.Single(refused.Gaps);
    }

    [Fact]
    public async Task The_update_of_another_campaign_is_not_changed_through_this_one()
    {
        var id = (await WriteAsync()).Id;
        Assert.Equal([UpdateProblem.Unknown], (await WriteAsync(i => i with { UpdateId = id, Version = 1, CampaignId = Guid.CreateVersion7() })).Problems);
    }

    private Task<UpdateOutcome> WriteAsync(Func<WriteUpdate.Input, WriteUpdate.Input>? change = null)
    {
        var input = new WriteUpdate.Input(
            null, _organisation.Campaign, 0, CharityHost.Named("Stoves arrived"), CharityHost.Named("All of **them**"), false, null, Editor);
        return _host.RunAsync<WriteUpdate, UpdateOutcome>(u => u.RunAsync(change?.Invoke(input) ?? input, default));
    }

    private async Task<UpdateOutcome> ScheduleAsync(Guid id, Func<ScheduleUpdate.Input, ScheduleUpdate.Input>? change = null)
    {
        await using var db = _host.Db();
        var input = new ScheduleUpdate.Input(id, await db.CampaignUpdates.Where(u => u.Id == id).Select(u => u.Version).SingleAsync(), Editor);
        return await _host.RunAsync<ScheduleUpdate, UpdateOutcome>(u => u.RunAsync(change?.Invoke(input) ?? input, default));
    }

    private Task<UpdateOutcome> TakeDownAsync(Guid id, string reason)
        => _host.RunAsync<TakeDownUpdate, UpdateOutcome>(u => u.RunAsync(new(id, reason, Editor), default));

    private async Task<IReadOnlyList<CampaignUpdate>> ShownAsync()
    {
        await using var scope = _host.Scope();
        return (await scope.ServiceProvider.GetRequiredService<CampaignPages>().OneAsync(TestOrganisation.CampaignSlug, default))!.Updates;
    }
}
