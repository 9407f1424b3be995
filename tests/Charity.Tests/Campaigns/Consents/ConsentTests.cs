using Charity.Campaigns;
using Charity.Campaigns.Consents;
using Charity.Campaigns.Pictures;
using Charity.Campaigns.Updates;
using Charity.Data.Audit;
using Charity.Exceptions;
using Charity.Languages;
using Charity.Testing;
using Charity.Tests.Files;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Tests.Campaigns.Consents;

public sealed class ConsentTests : IAsyncLifetime
{
    private const string Person = "Oksana Zrazok";
    private static readonly Actor Editor = Actor.Staff(Guid.Parse("0193aaaa-0000-7000-8000-000000000001"), "An Editor");

    private CharityHost _host = null!;
    private TestOrganisation _organisation = null!;

    public async Task InitializeAsync()
    {
        _host = await CharityHost.StartAsync();
        _organisation = await _host.SetUpOrganisationAsync();
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_consent_needs_who_for_what_where_and_until_when()
    {
        Assert.Equal(
            [ConsentProblem.PersonMissing, ConsentProblem.PurposeMissing, ConsentProblem.PlaceMissing, ConsentProblem.EndsBeforeStart],
            (await RecordAsync(i => i with { Person = " ", Purpose = "", Places = new(false, false, false, false), Until = i.From.AddDays(-1) })).Problems);
        Assert.Equal([ConsentProblem.TooLongAhead], (await RecordAsync(i => i with { Until = i.From.AddYears(11) })).Problems);
        Assert.Empty((await RecordAsync()).Problems);
    }

    [Fact]
    public async Task For_a_child_a_guardian_with_their_relation_consents()
    {
        Assert.Equal([ConsentProblem.GuardianMissing], (await RecordAsync(i => i with { IsChild = true })).Problems);
        Assert.Equal([ConsentProblem.GuardianMissing], (await RecordAsync(i => i with { IsChild = true, Guardian = "Ганна Зразок" })).Problems);
        Assert.Empty((await RecordAsync(i => i with { IsChild = true, Guardian = "Ганна Зразок", GuardianRelation = "мати" })).Problems);
    }

    [Fact]
    public async Task The_paper_is_kept_and_never_public_and_must_be_one()
    {
        Assert.Equal([ConsentProblem.DocumentUnknownFormat], (await RecordAsync(i => i with { Document = "<svg/>"u8.ToArray() })).Problems);
        Assert.Empty((await RecordAsync(i => i with { Document = "%PDF-1.7 signed"u8.ToArray() })).Problems);
        await using var db = _host.Db();
        Assert.False((await db.Files.SingleAsync()).Public);
    }

    [Theory]
    [InlineData(ConsentGapKind.PictureWithoutConsent)]
    [InlineData(ConsentGapKind.ConsentComing)]
    [InlineData(ConsentGapKind.ConsentExpired)]
    [InlineData(ConsentGapKind.ConsentWithdrawn)]
    [InlineData(ConsentGapKind.NotForSite)]
    public async Task Publishing_a_person_without_a_consent_in_force_for_the_site_is_refused(ConsentGapKind expected)
    {
        var today = Today();
        var consent = expected switch
        {
            ConsentGapKind.ConsentComing => await ConsentAsync(i => i with { From = today.AddDays(1) }),
            ConsentGapKind.ConsentExpired => await ConsentAsync(i => i with { From = today.AddDays(-9), Until = today.AddDays(-1) }),
            ConsentGapKind.NotForSite => await ConsentAsync(i => i with { Places = new(false, true, true, true) }),
            ConsentGapKind.ConsentWithdrawn => await ConsentAsync(),
            _ => (Guid?)null,
        };
        if (expected == ConsentGapKind.ConsentWithdrawn)
        {
            await WithdrawAsync(consent!.Value);
        }

        var picture = await PictureAsync(consent);
        var outcome = await EditAsync(c => c with { PictureId = picture });

        Assert.Equal([CampaignProblem.ConsentMissing], outcome.Problems);
        var content = (await ContentAsync()) with { PictureId = picture };
        var gap = Assert.Single(await GapsAsync(content));
        Assert.Equal(new ConsentGap(expected, picture, consent), gap);
    }

    [Fact]
    public async Task A_story_and_the_pictures_named_in_it_need_consents_too()
    {
        var picture = await PictureAsync(null);
        var story = LocalizedText.Of(en: $"She walks again. ![her]({PicturesInText.Address(picture)}) ![gone]({PicturesInText.Address(Guid.CreateVersion7())})");
        var content = (await ContentAsync()) with { Story = story, StoryTellsOfPerson = true };

        var gaps = await GapsAsync(content);
        Assert.Equal(
            [ConsentGapKind.PictureGone, ConsentGapKind.PictureWithoutConsent, ConsentGapKind.StoryWithoutConsent],
            gaps.Select(g => g.Kind).Order().ToArray());
        Assert.Equal([CampaignProblem.ConsentMissing], (await EditAsync(_ => content)).Problems);
        Assert.Empty(await GapsAsync(content with { Story = LocalizedText.Of(en: "No one"), StoryTellsOfPerson = false }));
    }

    [Fact]
    public async Task Withdrawal_removes_the_person_everywhere_in_one_save()
    {
        var (consent, picture, update) = await PublishAsync(CharityHost.Named("The story without her"));
        var hash = await HashAsync(picture);

        Assert.Empty((await WithdrawAsync(consent)).Problems);

        var page = await PageAsync();
        Assert.Null(page.Picture);
        Assert.Equal("The story without her", page.Story[Language.En]);
        Assert.Empty(page.Updates);
        Assert.Empty(page.Pictures);
        Assert.Null((await CardAsync()).Picture);
        await using var db = _host.Db();
        var file = await db.Files.SingleAsync(f => f.Sha256 == hash);
        Assert.Equal((false, 0), (file.Public, file.Content.Length));
        Assert.NotNull(file.GoneAt);
        Assert.Empty(await db.PictureFiles.ToListAsync());
        Assert.True((await db.CampaignUpdates.SingleAsync(u => u.Id == update)).Body.IsEmpty);
        var campaign = await db.Campaigns.SingleAsync(c => c.Id == _organisation.Campaign);
        Assert.Equal((null, false, null), (campaign.PictureId, campaign.StoryTellsOfPerson, campaign.StoryConsentId));
        var task = await db.Exceptions.SingleAsync(e => e.Kind == ExceptionKind.ConsentEnded);
        Assert.Contains("Taken down: pictures 1, stories 1, updates 1", task.DetailIn(_host.Services.GetRequiredService<Texts>().In(Language.En), _ => ""), StringComparison.Ordinal);
        Assert.DoesNotContain(Person, task.Detail, StringComparison.Ordinal);
        Assert.Equal([ConsentProblem.Ended], (await WithdrawAsync(consent)).Problems);
    }

    [Fact]
    public async Task A_story_without_another_version_gives_way_to_a_stated_sentence_in_four_languages()
    {
        var (consent, _, _) = await PublishAsync(LocalizedText.Empty);
        await WithdrawAsync(consent);
        var story = (await PageAsync()).Story;
        Assert.All(Language.All, language => Assert.True(story.Has(language)));
        Assert.StartsWith("The story that stood here was taken down", story[Language.En], StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_the_day_after_its_last_nothing_is_shown_even_before_the_job_runs_and_the_job_clears_it_once()
    {
        var (consent, picture, _) = await PublishAsync(LocalizedText.Empty, days: 3);
        Assert.NotNull((await PageAsync()).Picture);
        _host.Clock.Advance(TimeSpan.FromDays(4));

        var before = await PageAsync();
        Assert.Null(before.Picture);
        Assert.Empty(before.Updates);
        Assert.StartsWith("The story that stood here", before.Story[Language.En], StringComparison.Ordinal);
        Assert.Null((await CardAsync()).Picture);

        await _host.RunTimetableAsync();
        await using var db = _host.Db();
        Assert.NotNull((await db.Consents.SingleAsync(c => c.Id == consent)).ClearedAt);
        Assert.NotNull((await db.Pictures.SingleAsync(p => p.Id == picture)).WithdrawnAt);
        Assert.False(await _host.RunAsync<ClearConsent, bool>(u => u.RunAsync(consent, Editor, default)));
        Assert.Single(await db.Audit.Where(a => a.Action == "consent.expire").ToListAsync());
    }

    [Fact]
    public async Task A_consent_from_a_later_day_opens_its_pictures_on_that_day()
    {
        var consent = await ConsentAsync(i => i with { From = i.From.AddDays(2) });
        var picture = await PictureAsync(consent);
        await using var db = _host.Db();
        var hash = await HashAsync(picture);
        Assert.False(await db.Files.Where(f => f.Sha256 == hash).Select(f => f.Public).SingleAsync());
        _host.Clock.Advance(TimeSpan.FromDays(2));
        await _host.RunTimetableAsync();
        Assert.True(await db.Files.Where(f => f.Sha256 == hash).Select(f => f.Public).SingleAsync());
    }

    [Fact]
    public async Task A_picture_taken_down_comes_back_only_under_a_consent_in_force()
    {
        var consent = await ConsentAsync();
        var picture = await PictureAsync(consent);
        var hash = await HashAsync(picture);
        await WithdrawAsync(consent);

        Assert.Equal([PictureProblem.TakenDownBefore], (await AddAsync(showsPerson: false, null)).Problems);
        Assert.Equal([PictureProblem.TakenDownBefore], (await AddAsync(showsPerson: true, consent)).Problems);
        var again = await AddAsync(showsPerson: true, await ConsentAsync());
        Assert.Empty(again.Problems);
        await using var db = _host.Db();
        var file = await db.Files.SingleAsync(f => f.Sha256 == hash);
        Assert.True(file is { Public: true, GoneAt: null, Content.Length: > 0 });
    }

    [Fact]
    public async Task An_erased_name_is_nowhere_in_the_database_and_the_seal_holds()
    {
        var consent = await ConsentAsync(i => i with
        {
            IsChild = true,
            Guardian = "Halyna Zrazok",
            GuardianRelation = "mother",
            Purpose = "Her way back to walking",
            Document = "%PDF-1.7 Oksana Zrazok"u8.ToArray(),
        });
        Assert.Equal([ConsentProblem.NotEnded], (await EraseAsync(consent)).Problems);
        await WithdrawAsync(consent);
        Assert.Empty((await EraseAsync(consent)).Problems);

        await using var db = _host.Db();
        var left = await db.Consents.SingleAsync(c => c.Id == consent);
        Assert.Equal(("", "", "", ""), (left.Person, left.Guardian, left.GuardianRelation, left.Purpose));
        Assert.NotNull(left.WithdrawnOn);
        var lines = await db.Audit.OrderBy(a => a.Id).ToListAsync();
        Assert.Contains(lines, a => a.Action == "consent.erase");
        Assert.All(lines.Where(a => a.Subject == $"consent:{consent:N}"), a => Assert.Null(a.Detail));
        Assert.DoesNotContain(lines, a => $"{a.Detail} {a.Reason}".Contains("Zrazok", StringComparison.Ordinal));
        Assert.True(await db.Files.AllAsync(f => f.Content.Length == 0));
        await _host.RunAsync<SealAudit, int>(u => u.RunAsync(default));
        Assert.Null(await AuditChain.FirstBreakAsync(db, default));
    }

    private DateOnly Today() => DateOnly.FromDateTime(_host.Clock.GetUtcNow().UtcDateTime);

    private Task<ConsentOutcome> RecordAsync(Func<RecordConsent.Input, RecordConsent.Input>? change = null)
    {
        var input = new RecordConsent.Input(
            null, 0, Person, false, "", "", "Her way back to walking", new(true, false, false, false), Today(), Today().AddYears(1), Editor);
        return _host.RunAsync<RecordConsent, ConsentOutcome>(u => u.RunAsync(change?.Invoke(input) ?? input, default));
    }

    private async Task<Guid> ConsentAsync(Func<RecordConsent.Input, RecordConsent.Input>? change = null)
    {
        var outcome = await RecordAsync(change);
        Assert.Empty(outcome.Problems);
        return outcome.Id;
    }

    private Task<ConsentOutcome> WithdrawAsync(Guid id)
        => _host.RunAsync<WithdrawConsent, ConsentOutcome>(u => u.RunAsync(new(id, Today(), "Oksana Zrazok asked by mail", Editor), default));

    private Task<ConsentOutcome> EraseAsync(Guid id) => _host.RunAsync<EraseConsent, ConsentOutcome>(u => u.RunAsync(new(id, Editor), default));

    private Task<PictureOutcome> AddAsync(bool showsPerson, Guid? consent) => _host.RunAsync<AddPicture, PictureOutcome>(u => u.RunAsync(
        new([new(ImageCheckTests.Jpeg(480, 320))], CharityHost.Named(Person + " walks"), showsPerson, consent, Editor), default));

    private async Task<Guid> PictureAsync(Guid? consent)
    {
        var outcome = await AddAsync(showsPerson: true, consent);
        Assert.Empty(outcome.Problems);
        return outcome.Id;
    }

    private async Task<string> HashAsync(Guid picture)
    {
        await using var db = _host.Db();
        return await db.PictureFiles.Where(f => f.PictureId == picture).Select(f => f.Sha256).SingleAsync();
    }

    /// <summary>A campaign with a picture, a story and an update under one consent.</summary>
    private async Task<(Guid Consent, Guid Picture, Guid Update)> PublishAsync(LocalizedText without, int days = 300)
    {
        var consent = await ConsentAsync(i => i with { Until = i.From.AddDays(days) });
        var picture = await PictureAsync(consent);
        var edited = await EditAsync(c => c with
        {
            PictureId = picture,
            Story = CharityHost.Named($"{Person} walks again ![]({PicturesInText.Address(picture)})"),
            StoryTellsOfPerson = true,
            StoryConsentId = consent,
            StoryWithoutPerson = without,
        });
        Assert.Empty(edited.Problems);
        var written = await _host.RunAsync<WriteUpdate, UpdateOutcome>(u => u.RunAsync(
            new(null, _organisation.Campaign, 0, CharityHost.Named(Person), CharityHost.Named("She took ten steps"), true, consent, Editor), default));
        Assert.Empty((await _host.RunAsync<ScheduleUpdate, UpdateOutcome>(u => u.RunAsync(new(written.Id, 1, Editor), default))).Problems);
        var page = await PageAsync();
        Assert.NotNull(page.Picture);
        Assert.Contains(Person, page.Story[Language.En], StringComparison.Ordinal);
        Assert.Single(page.Updates);
        return (consent, picture, written.Id);
    }

    private async Task<CampaignContent> ContentAsync()
    {
        await using var db = _host.Db();
        var campaign = await db.Campaigns.SingleAsync(c => c.Id == _organisation.Campaign);
        return _host.Content(
            campaign.ProgrammeId,
            [new(_organisation.Bulgarian, _organisation.UrgentFund, true, true), new(_organisation.Macedonian, _organisation.MacedonianFund, false, true)]);
    }

    private async Task<CampaignOutcome> EditAsync(Func<CampaignContent, CampaignContent> change)
    {
        await using var db = _host.Db();
        var campaign = await db.Campaigns.SingleAsync(c => c.Id == _organisation.Campaign);
        var content = change(await ContentAsync());
        return await _host.RunAsync<EditCampaign, CampaignOutcome>(u => u.RunAsync(new(campaign.Id, campaign.Version, content, campaign.Promises), default));
    }

    private async Task<IReadOnlyList<ConsentGap>> GapsAsync(CampaignContent content)
    {
        await using var scope = _host.Scope();
        return await scope.ServiceProvider.GetRequiredService<ConsentCheck>().OfCampaignAsync(content, default);
    }

    private async Task<CampaignPage> PageAsync()
    {
        await using var scope = _host.Scope();
        return (await scope.ServiceProvider.GetRequiredService<CampaignPages>().OneAsync(TestOrganisation.CampaignSlug, default))!;
    }

    private async Task<CampaignCard> CardAsync()
    {
        await using var scope = _host.Scope();
        return Assert.Single(await scope.ServiceProvider.GetRequiredService<CampaignPages>().ListAsync(default));
    }
}
