using Charity.Campaigns;
using Charity.Campaigns.Updates;
using Charity.Data.Audit;
using Charity.Languages;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Charity.Tests.Campaigns;

public sealed class CampaignVerbsTests : IAsyncLifetime
{
    private CharityHost _host = null!;
    private TestOrganisation _organisation = null!;

    public async Task InitializeAsync()
    {
        _host = await CharityHost.StartAsync();
        _organisation = await _host.SetUpOrganisationAsync();
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Before_the_first_gift_an_editor_changes_the_goal_freely()
    {
        var outcome = await EditAsync(p => p with { GoalMinor = 2_000_000 });

        Assert.Empty(outcome.Problems);
        Assert.Equal(2_000_000, (await CampaignAsync()).GoalMinor);
    }

    [Fact]
    public async Task After_the_first_gift_promises_change_only_by_a_public_revision_with_a_reason()
    {
        await MarkFirstGiftAsync();

        var edit = await EditAsync(p => p with { GoalMinor = 2_000_000 });
        Assert.Equal([CampaignProblem.PromisesNeedRevision], edit.Problems);
        Assert.Equal(1_000_000, (await CampaignAsync()).GoalMinor);

        var promises = (await CampaignAsync()).Promises with { GoalMinor = 2_000_000 };
        var silent = await ReviseAsync(promises, LocalizedText.Empty);
        Assert.Equal([CampaignProblem.ReasonMissing], silent.Problems);

        var revised = await ReviseAsync(promises, CharityHost.Named("Prices rose"));
        Assert.Empty(revised.Problems);
        Assert.Equal(2_000_000, (await CampaignAsync()).GoalMinor);
        await using var scope = _host.Scope();
        var page = await ((CampaignPages)scope.ServiceProvider.GetService(typeof(CampaignPages))!).OneAsync(TestOrganisation.CampaignSlug, default);
        var shown = Assert.Single(page!.Revisions);
        Assert.Equal((1_000_000, 2_000_000), (shown.Before.GoalMinor, shown.After.GoalMinor));
        Assert.Equal("Prices rose", shown.Reason[Language.En]);
    }

    [Fact]
    public async Task A_revision_that_changes_nothing_or_the_goal_s_currency_is_refused()
    {
        await MarkFirstGiftAsync();
        var promises = (await CampaignAsync()).Promises;

        Assert.Contains(CampaignProblem.NothingChanges, (await ReviseAsync(promises, CharityHost.Named("x"))).Problems);
        Assert.Contains(CampaignProblem.GoalCurrencyNotSettled, (await ReviseAsync(promises with { GoalCurrency = "USD" }, CharityHost.Named("x"))).Problems);
    }

    [Fact]
    public async Task Words_that_promise_nothing_may_be_edited_after_the_first_gift()
    {
        await MarkFirstGiftAsync();
        var outcome = await EditAsync(p => p, c => c with { Title = CharityHost.Named("A warmer winter") });
        Assert.Empty(outcome.Problems);
        Assert.Equal("A warmer winter", (await CampaignAsync()).Title[Language.En]);
    }

    [Fact]
    public async Task An_editor_who_saw_an_older_version_overwrites_nothing()
    {
        var seen = (await CampaignAsync()).Version;
        await EditAsync(p => p, c => c with { Title = CharityHost.Named("First") });
        var late = await _host.RunAsync<EditCampaign, CampaignOutcome>(u => u.RunAsync(
            new(_organisation.Campaign, seen, Content(), CampaignAsync().GetAwaiter().GetResult().Promises), default));
        Assert.Contains(CampaignProblem.ChangedMeanwhile, late.Problems);
        Assert.Equal("First", (await CampaignAsync()).Title[Language.En]);
    }

    [Theory]
    [InlineData(CampaignState.Draft)]
    [InlineData(CampaignState.Active)]
    public async Task An_active_campaign_does_not_go_back_to_draft_or_open_twice(CampaignState to)
        => Assert.Equal([CampaignProblem.MoveNotAllowed], (await MoveAsync(to)).Problems);

    [Fact]
    public async Task A_campaign_pauses_reopens_and_completes_for_good()
    {
        Assert.Empty((await MoveAsync(CampaignState.Paused)).Problems);
        Assert.Equal(CampaignState.Paused, (await CampaignAsync()).State);
        Assert.Empty((await MoveAsync(CampaignState.Active)).Problems);
        Assert.Equal(CampaignState.Active, (await CampaignAsync()).State);
        Assert.Empty((await MoveAsync(CampaignState.Completed)).Problems);
        foreach (var next in Enum.GetValues<CampaignState>())
        {
            Assert.Equal([CampaignProblem.MoveNotAllowed], (await MoveAsync(next, CharityHost.Named("x"))).Problems);
        }
    }

    [Fact]
    public async Task Ending_early_needs_the_stated_remedy()
    {
        Assert.Equal([CampaignProblem.RemedyMissing], (await MoveAsync(CampaignState.EndedEarly)).Problems);
        Assert.Empty((await MoveAsync(CampaignState.EndedEarly, CharityHost.Named("The rest goes to the fund"))).Problems);
        Assert.Equal("The rest goes to the fund", (await CampaignAsync()).Remedy[Language.En]);
    }

    [Fact]
    public async Task A_draft_opens_only_with_everything_donors_are_owed()
    {
        var bare = new CampaignContent(
            _organisation.Programme, CharityHost.Named("Bare"), LocalizedText.Empty, LocalizedText.Empty, LocalizedText.Empty, LocalizedText.Empty,
            LocalizedText.Empty, new DateOnly(2026, 1, 1), null, ["EUR"], []);
        var created = await _host.RunAsync<CreateCampaign, CampaignOutcome>(u => u.RunAsync(
            new("bare", bare, new(LocalizedText.Empty, 100, "UAH", null, LocalizedText.Empty)), default));
        Assert.Empty(created.Problems);

        var opening = await _host.RunAsync<ChangeCampaignState, CampaignOutcome>(u => u.RunAsync(new(created.Id, CampaignState.Active), default));

        Assert.Equal(
            [
                CampaignProblem.SummaryMissing, CampaignProblem.StoryMissing, CampaignProblem.PurposeMissing,
                CampaignProblem.SurplusRuleMissing, CampaignProblem.NoReceiver, CampaignProblem.GoalCurrencyNotSettled,
            ],
            opening.Problems);
        await using var scope = _host.Scope();
        var pages = (CampaignPages)scope.ServiceProvider.GetService(typeof(CampaignPages))!;
        Assert.Null(await pages.OneAsync("bare", default));
        Assert.DoesNotContain(await pages.ListAsync(default), c => c.Slug == "bare");
    }

    [Fact]
    public async Task What_donors_are_owed_cannot_be_edited_away_once_the_campaign_is_open()
    {
        var outcome = await EditAsync(
            p => p with { Purpose = LocalizedText.Empty, SurplusRule = LocalizedText.Empty, GoalCurrency = "UAH" },
            c => c with { Title = LocalizedText.Empty, Summary = LocalizedText.Empty, Story = LocalizedText.Empty, Receivers = [] });

        Assert.Equal(
            [
                CampaignProblem.TitleMissing, CampaignProblem.SummaryMissing, CampaignProblem.StoryMissing, CampaignProblem.PurposeMissing,
                CampaignProblem.SurplusRuleMissing, CampaignProblem.NoReceiver, CampaignProblem.GoalCurrencyNotSettled,
            ],
            outcome.Problems);
        Assert.False((await CampaignAsync()).Purpose.IsEmpty);
    }

    [Fact]
    public async Task An_entity_without_a_card_account_cannot_be_said_to_take_cards()
    {
        var outcome = await EditAsync(p => p, c => c with
        {
            Receivers = [new(_organisation.Macedonian, _organisation.MacedonianFund, true, true)],
        });
        Assert.Equal([CampaignProblem.EntityHasNoCardAccount], outcome.Problems);
    }

    [Fact]
    public async Task A_receiver_takes_gifts_into_its_own_fund_only()
    {
        var outcome = await EditAsync(p => p, c => c with
        {
            Receivers = [new(_organisation.Macedonian, _organisation.UrgentFund, false, true)],
        });
        Assert.Equal([CampaignProblem.FundOfAnotherEntity], outcome.Problems);
    }

    [Fact]
    public async Task A_picture_that_is_not_in_the_library_and_an_unknown_currency_are_refused()
    {
        var outcome = await EditAsync(p => p, c => c with { PictureId = Guid.CreateVersion7(), Currencies = ["EUR", "XXZ"] });
        Assert.Equal([CampaignProblem.CurrencyUnknown, CampaignProblem.PictureUnknown, CampaignProblem.ConsentMissing], outcome.Problems);
    }

    [Theory]
    [InlineData("Warm")]
    [InlineData("тепла-зима")]
    [InlineData("a--b")]
    [InlineData("-a")]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("a\n")]
    public async Task A_slug_is_lower_case_latin(string slug)
        => Assert.Contains(CampaignProblem.SlugInvalid, (await CreateAsync(slug)).Problems);

    [Fact]
    public async Task Two_campaigns_never_share_an_address()
        => Assert.Equal([CampaignProblem.SlugTaken], (await CreateAsync(TestOrganisation.CampaignSlug)).Problems);

    [Fact]
    public async Task News_shows_from_its_time_on()
    {
        var later = _host.Clock.GetUtcNow().UtcDateTime.AddHours(1);
        var written = await _host.RunAsync<WriteUpdate, UpdateOutcome>(u => u.RunAsync(
            new(null, _organisation.Campaign, 0, CharityHost.Named("Stoves arrived"), CharityHost.Named("All of them"), false, null, Actor.Program("test")), default));
        Assert.Empty((await _host.RunAsync<ScheduleUpdate, UpdateOutcome>(u => u.RunAsync(new(written.Id, 1, Actor.Program("test"), later), default))).Problems);

        Assert.Empty(await UpdatesAsync());
        _host.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Single(await UpdatesAsync());
    }

    private async Task<IReadOnlyList<CampaignUpdate>> UpdatesAsync()
    {
        await using var scope = _host.Scope();
        var pages = (CampaignPages)scope.ServiceProvider.GetService(typeof(CampaignPages))!;
        return (await pages.OneAsync(TestOrganisation.CampaignSlug, default))!.Updates;
    }

    private CampaignContent Content() => _host.Content(
        _organisation.Programme,
        [new(_organisation.Bulgarian, _organisation.UrgentFund, true, true), new(_organisation.Macedonian, _organisation.MacedonianFund, false, true)]);

    private Task<CampaignOutcome> CreateAsync(string slug) => _host.RunAsync<CreateCampaign, CampaignOutcome>(u => u.RunAsync(
        new(slug, Content(), new(CharityHost.Named("p"), 100, "EUR", null, CharityHost.Named("s"))), default));

    private async Task<CampaignOutcome> EditAsync(
        Func<CampaignPromises, CampaignPromises> promises, Func<CampaignContent, CampaignContent>? content = null)
    {
        var campaign = await CampaignAsync();
        return await _host.RunAsync<EditCampaign, CampaignOutcome>(u => u.RunAsync(
            new(campaign.Id, campaign.Version, (content ?? (c => c))(Content()), promises(campaign.Promises)), default));
    }

    private Task<CampaignOutcome> ReviseAsync(CampaignPromises promises, LocalizedText reason)
        => _host.RunAsync<ReviseCampaign, CampaignOutcome>(u => u.RunAsync(new(_organisation.Campaign, promises, reason, "board"), default));

    private Task<CampaignOutcome> MoveAsync(CampaignState to, LocalizedText? remedy = null)
        => _host.RunAsync<ChangeCampaignState, CampaignOutcome>(u => u.RunAsync(new(_organisation.Campaign, to, remedy), default));

    private async Task<Campaign> CampaignAsync()
    {
        await using var db = _host.Db();
        return await db.Campaigns.AsNoTracking().SingleAsync(c => c.Id == _organisation.Campaign);
    }

    private async Task MarkFirstGiftAsync()
    {
        await using var db = _host.Db();
        var campaign = await db.Campaigns.SingleAsync(c => c.Id == _organisation.Campaign);
        campaign.MarkFirstGift(_host.Clock.GetUtcNow().UtcDateTime);
        await db.SaveChangesAsync();
    }
}
