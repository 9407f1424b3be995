using Charity.Campaigns;
using Charity.Campaigns.Addresses;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Charity.Tests.Campaigns;

public sealed class AddressTests : IAsyncLifetime
{
    private EditorWorld _world = null!;

    public async Task InitializeAsync() => _world = await EditorWorld.StartAsync();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task Every_old_name_leads_straight_to_the_newest()
    {
        Assert.Empty((await RenameAsync("winter-2026")).Problems);
        Assert.Empty((await RenameAsync("winter-2027")).Problems);
        Assert.Equal("winter-2027", await CurrentAsync("warm-winter"));
        Assert.Equal("winter-2027", await CurrentAsync("winter-2026"));
        Assert.Null(await CurrentAsync("winter-2027"));
    }

    [Fact]
    public async Task A_campaign_takes_its_own_old_name_back_and_nothing_leads_in_a_circle()
    {
        await RenameAsync("winter-2026");
        Assert.Empty((await RenameAsync("warm-winter")).Problems);
        Assert.Null(await CurrentAsync("warm-winter"));
        Assert.Equal("warm-winter", await CurrentAsync("winter-2026"));
    }

    [Fact]
    public async Task A_name_that_another_campaign_has_or_had_cannot_be_taken()
    {
        await RenameAsync("winter-2026");
        var content = (await _world.OpenAsync()).Content;
        var promises = (await _world.OpenAsync()).Promises;
        Assert.Equal([CampaignProblem.SlugTaken], (await CreateAsync("warm-winter")).Problems);
        Assert.Equal([CampaignProblem.SlugTaken], (await CreateAsync("winter-2026")).Problems);
        var other = await CreateAsync("other");
        Assert.Equal([CampaignProblem.SlugTaken], (await _world.Host.RunAsync<RenameCampaign, CampaignOutcome>(u => u.RunAsync(new(other.Id, "warm-winter", EditorWorld.Ivan), default))).Problems);

        Task<CampaignOutcome> CreateAsync(string slug)
            => _world.Host.RunAsync<CreateCampaign, CampaignOutcome>(u => u.RunAsync(new(slug, content, promises, EditorWorld.Ivan), default));
    }

    [Fact]
    public async Task A_name_that_nobody_ever_saw_is_free_again()
    {
        var shown = await _world.OpenAsync();
        var created = await _world.Host.RunAsync<CreateCampaign, CampaignOutcome>(u => u.RunAsync(new("typo", shown.Content, shown.Promises), default));
        await _world.Host.RunAsync<RenameCampaign, CampaignOutcome>(u => u.RunAsync(new(created.Id, "right", EditorWorld.Ivan), default));
        Assert.Null(await CurrentAsync("typo"));
        Assert.Empty((await RenameAsync("typo")).Problems);
    }

    [Fact]
    public async Task Many_campaigns_that_reach_for_one_name_get_it_once()
    {
        var shown = await _world.OpenAsync();
        using var barrier = new Barrier(5);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => Task.Factory.StartNew(
            () =>
            {
                barrier.SignalAndWait();
                return i == 0
                    ? RenameAsync("wanted")
                    : _world.Host.RunAsync<CreateCampaign, CampaignOutcome>(u => u.RunAsync(new("wanted", shown.Content, shown.Promises), default));
            },
            TaskCreationOptions.LongRunning).Unwrap()));
        Assert.Single(outcomes, o => o.Saved);
        await using var db = _world.Host.Db();
        Assert.Equal(1, await db.Campaigns.CountAsync(c => c.Slug == "wanted"));
    }

    [Fact]
    public async Task A_name_that_cannot_stand_in_an_address_is_refused()
    {
        Assert.Equal([CampaignProblem.SlugInvalid], (await RenameAsync("Тепла зима")).Problems);
        Assert.Equal([CampaignProblem.NothingChanges], (await RenameAsync("warm-winter")).Problems);
    }

    [Theory]
    [InlineData("uk", "Щаслива зима для Їжачка", "shchaslyva-zyma-dlia-yizhachka")]
    [InlineData("uk", "Об'єднані: Харків і Ґданськ", "obiednani-kharkiv-i-gdansk")]
    [InlineData("bg", "Щастлива къща за децата", "shtastliva-kashta-za-detsata")]
    [InlineData("mk", "Ѓорче, Ќерка и Џамбаз на Љубов", "gjorche-kjerka-i-djambaz-na-ljubov")]
    [InlineData("mk", "Итна помош за децата на улица", "itna-pomosh-za-decata-na-ulica")]
    [InlineData("en", "  Warm winter, 2026!  ", "warm-winter-2026")]
    [InlineData("en", "Café à la crème", "cafe-a-la-creme")]
    [InlineData("en", "…", "")]
    public void A_title_becomes_a_name_as_its_country_writes_in_Latin(string language, string title, string slug)
    {
        Assert.Equal(slug, Slug.Suggest(title, Language.Of(language)));
        Assert.True(slug.Length == 0 || CampaignRules.IsSlug(slug));
    }

    [Fact]
    public void A_long_title_is_cut_at_a_word()
    {
        var slug = Slug.Suggest(string.Join(' ', Enumerable.Repeat("допомога", 20)), Language.Uk);
        Assert.True(slug.Length <= 60 && slug.EndsWith("-dopomoha", StringComparison.Ordinal), slug);
    }

    private Task<CampaignOutcome> RenameAsync(string slug)
        => _world.Host.RunAsync<RenameCampaign, CampaignOutcome>(u => u.RunAsync(new(_world.Organisation.Campaign, slug, EditorWorld.Olena), default));

    private async Task<string?> CurrentAsync(string slug)
    {
        await using var scope = _world.Host.Scope();
        return await ((CampaignPages)scope.ServiceProvider.GetService(typeof(CampaignPages))!).CurrentSlugAsync(slug, default);
    }
}
