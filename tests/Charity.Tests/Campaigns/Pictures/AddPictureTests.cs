using Charity.Campaigns.Pictures;
using Charity.Data.Audit;
using Charity.Languages;
using Charity.Testing;
using Charity.Tests.Files;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Charity.Tests.Campaigns.Pictures;

public sealed class AddPictureTests : IAsyncLifetime
{
    private CharityHost _host = null!;

    public async Task InitializeAsync()
    {
        _host = await CharityHost.StartAsync();
        await _host.SetUpOrganisationAsync();
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Three_widths_of_one_view_become_one_picture()
    {
        var outcome = await AddAsync([Jpeg(960, 640), Jpeg(1600, 1067), Jpeg(480, 320)]);

        Assert.Empty(outcome.Problems);
        var picture = await PictureAsync(outcome.Id);
        Assert.Equal([(480, 320), (960, 640), (1600, 1067)], picture.Files.OrderBy(f => f.Width).Select(f => (f.Width, f.Height)));
        await using var db = _host.Db();
        Assert.True(await db.Files.AllAsync(f => f.Public && !f.Recallable));
        Assert.Single(await db.Audit.Where(a => a.Action == "picture.add").ToListAsync());
    }

    [Fact]
    public async Task A_small_original_has_fewer_widths()
    {
        Assert.Empty((await AddAsync([Jpeg(480, 320), Jpeg(700, 467)])).Problems);
        Assert.Empty((await AddAsync([Jpeg(300, 200)])).Problems);
    }

    [Theory]
    [InlineData(480, 320, 480, 1600, 900)] // another view
    [InlineData(480, 320, 960, 1600, 1067)] // says 960, is 480
    [InlineData(500, 333, 500, 1600, 1067)] // no width of ours
    [InlineData(480, 320, 480, 2000, 1333)] // too wide
    public async Task Files_that_do_not_belong_together_are_refused(int width, int height, int declared, int wide, int high)
    {
        var outcome = await AddAsync([Jpeg(width, height) with { Width = declared }, Jpeg(wide, high)]);
        Assert.Equal([PictureProblem.WidthsDoNotMatch], outcome.Problems);
        await using var db = _host.Db();
        Assert.Empty(await db.Files.ToListAsync());
    }

    [Fact]
    public async Task A_picture_that_comes_alone_is_taken_up_to_a_stated_size()
    {
        Assert.Empty((await AddAsync([Alone(Jpeg(AddPicture.MaxWidthAlone, 1200))])).Problems);
        Assert.Equal([PictureProblem.TooManyPixels], (await AddAsync([Alone(Jpeg(AddPicture.MaxWidthAlone + 1, 1200))])).Problems);
        Assert.Equal([PictureProblem.TooLarge], (await AddAsync([new(new byte[AddPicture.MaxFileBytes + 1])])).Problems);
        Assert.Equal([PictureProblem.FileMissing], (await AddAsync([])).Problems);
    }

    [Fact]
    public async Task Alternative_text_in_the_organisation_s_language_is_required_and_each_text_is_limited()
    {
        Assert.Equal([PictureProblem.AltMissing], (await AddAsync([Jpeg(480, 320)], LocalizedText.Of(uk: "лише українською"))).Problems);
        Assert.Equal([PictureProblem.AltTooLong], (await AddAsync([Jpeg(480, 320)], LocalizedText.Of(en: new string('x', Picture.MaxAlt + 1)))).Problems);
        Assert.Empty((await AddAsync([Jpeg(480, 320)], LocalizedText.Of(en: "a stove"))).Problems);
    }

    [Fact]
    public async Task The_same_file_again_leads_to_the_picture_that_holds_it()
    {
        var first = await AddAsync([Jpeg(480, 320)]);
        var again = await AddAsync([Jpeg(480, 320)]);
        Assert.Equal([PictureProblem.InLibrary], again.Problems);
        Assert.Equal(first.Id, again.Id);
    }

    [Fact]
    public async Task A_person_without_a_consent_is_kept_for_staff_and_shown_to_nobody()
    {
        var outcome = await AddAsync([Jpeg(480, 320)], showsPerson: true);

        Assert.Empty(outcome.Problems);
        await using var scope = _host.Scope();
        var reader = (PictureReader)scope.ServiceProvider.GetService(typeof(PictureReader))!;
        Assert.Empty(await reader.OnSiteAsync([outcome.Id], default));
        await using var db = _host.Db();
        var file = await db.Files.SingleAsync();
        Assert.Equal((false, true), (file.Public, file.Recallable));
    }

    private static AddPicture.Upload Jpeg(int width, int height) => new(ImageCheckTests.Jpeg(width, height), width);

    private static AddPicture.Upload Alone(AddPicture.Upload upload) => upload with { Width = null };

    private Task<PictureOutcome> AddAsync(IReadOnlyList<AddPicture.Upload> files, LocalizedText? alt = null, bool showsPerson = false)
        => _host.RunAsync<AddPicture, PictureOutcome>(u => u.RunAsync(
            new(files, alt ?? CharityHost.Named("A stove"), showsPerson, null, Actor.Program("test")), default));

    private async Task<Picture> PictureAsync(Guid id)
    {
        await using var db = _host.Db();
        return await db.Pictures.Include(p => p.Files).SingleAsync(p => p.Id == id);
    }
}
