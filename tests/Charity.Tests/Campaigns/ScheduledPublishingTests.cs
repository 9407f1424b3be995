using Charity.Campaigns;
using Charity.Campaigns.Consents;
using Charity.Campaigns.Drafts;
using Charity.Campaigns.Publishing;
using Charity.Data.Work;
using Charity.Data.Work.Running;
using Charity.Languages;
using Charity.Staff;
using Charity.Testing;
using Charity.Tests.World;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Charity.Tests.Campaigns;

public sealed class ScheduledPublishingTests
{
    private static readonly TimeSpan Tomorrow = TimeSpan.FromDays(1);

    [Fact]
    public async Task A_draft_goes_live_at_its_time_and_not_before()
    {
        await using var world = await StartAsync();
        Assert.Empty((await world.ScheduleAsync(Tomorrow)).Problems);

        await PassAsync(world.Host, Tomorrow - TimeSpan.FromMinutes(1));
        Assert.Equal("Warm winter", (await world.CampaignAsync()).Title[Language.En]);
        await PassAsync(world.Host, TimeSpan.FromMinutes(1));

        Assert.Equal("At its time", (await world.CampaignAsync()).Title[Language.En]);
        Assert.Null(await world.DraftAsync());
        Assert.Equal("Olena", Assert.Single(await world.AuditAsync("campaign.publish")).ActorName);
    }

    [Fact]
    public async Task While_it_waits_the_draft_is_what_was_looked_at()
    {
        await using var world = await StartAsync();
        await world.ScheduleAsync(Tomorrow);
        Assert.Equal(SaveDraftResult.Scheduled, (await world.WriteAsync(EditorWorld.Ivan, d => d.Type("title", Language.En, "Slipped in"))).Result);
        var draft = (await world.DraftAsync())!;
        Assert.Equal([CampaignProblem.DraftIsScheduled], (await world.Host.RunAsync<DiscardDraft, CampaignOutcome>(u => u.RunAsync(
            new(world.Organisation.Campaign, draft.Id, draft.Version, EditorWorld.Ivan), default))).Problems);
        Assert.Equal([CampaignProblem.DraftIsScheduled], (await world.ScheduleAsync(Tomorrow)).Problems);

        await PassAsync(world.Host, Tomorrow);
        Assert.Equal("At its time", (await world.CampaignAsync()).Title[Language.En]);
    }

    [Fact]
    public async Task A_time_that_was_taken_back_publishes_nothing_and_a_new_one_publishes_once()
    {
        await using var world = await StartAsync();
        await world.ScheduleAsync(Tomorrow);
        Assert.Empty((await UnscheduleAsync(world)).Problems);
        Assert.Equal([CampaignProblem.DraftGone], (await UnscheduleAsync(world)).Problems);
        Assert.Empty((await world.ScheduleAsync(Tomorrow * 2)).Problems);

        await PassAsync(world.Host, Tomorrow);
        Assert.Equal("Warm winter", (await world.CampaignAsync()).Title[Language.En]);
        await PassAsync(world.Host, Tomorrow);
        Assert.Equal("At its time", (await world.CampaignAsync()).Title[Language.En]);
        Assert.Equal(2, await world.EditionAsync());
    }

    [Fact]
    public async Task A_draft_published_by_hand_before_its_time_is_not_published_again()
    {
        await using var world = await StartAsync();
        await world.ScheduleAsync(Tomorrow);
        Assert.Empty((await world.PublishAsync()).Problems);
        await world.WriteAsync(EditorWorld.Ivan, d => d.Type("title", Language.En, "Still a draft"));
        await PassAsync(world.Host, Tomorrow);
        Assert.Equal("At its time", (await world.CampaignAsync()).Title[Language.En]);
        Assert.Equal(2, await world.EditionAsync());
    }

    [Fact]
    public async Task What_no_longer_passes_the_checks_is_not_published_and_says_why()
    {
        await using var world = await StartAsync();
        await world.WriteAsync(EditorWorld.Olena, d => d.Goal(3_000_000));
        Assert.Empty((await world.ScheduleAsync(Tomorrow)).Problems);
        // Somebody gives meanwhile: the new goal now needs a public reason, which nobody wrote.
        await world.MarkFirstGiftAsync();
        await PassAsync(world.Host, Tomorrow);

        Assert.Equal("Warm winter", (await world.CampaignAsync()).Title[Language.En]);
        var draft = (await world.DraftAsync())!;
        Assert.Equal([CampaignProblem.ReasonMissing], draft.RefusedFor);
        Assert.Null(draft.PublishAt);
        Assert.Single(await world.AuditAsync("campaign.publish-refused"));
        await using var scope = world.Host.Scope();
        var line = Assert.Single(await ((CampaignDesk)scope.ServiceProvider.GetService(typeof(CampaignDesk))!).ListAsync(default));
        Assert.Equal(world.Host.Clock.UtcNow, line.Draft!.RefusedAt);

        // The editor mends it; the mark goes with the first word.
        await world.WriteAsync(EditorWorld.Olena, d => d.Goal(1_000_000));
        Assert.Null((await world.DraftAsync())!.RefusedAt);
    }

    [Fact]
    public async Task Whoever_set_the_time_and_everyone_who_may_publish_hear_by_mail_in_their_own_language_why_it_was_not()
    {
        await using var world = await StartAsync();
        await world.Host.ColleagueAsync("Elena", StaffRoles.Editor);
        await world.Host.ColleagueAsync("Auditor", StaffRoles.Auditor);
        var scheduler = await world.Host.ColleagueAsync("Olena", StaffRoles.Finance);
        await using (var db = world.Host.Db())
        {
            await db.Users.Where(u => u.DisplayName == "Elena").ExecuteUpdateAsync(u => u.SetProperty(p => p.Language, "bg"));
            await db.Users.Where(u => u.DisplayName == "Olena").ExecuteUpdateAsync(u => u.SetProperty(p => p.Language, "uk"));
        }

        await world.WriteAsync(EditorWorld.Olena, d => d.Goal(3_000_000));
        var draft = (await world.DraftAsync())!;
        Assert.Empty((await world.Host.RunAsync<ScheduleDraft, CampaignOutcome>(u => u.RunAsync(
            new(world.Organisation.Campaign, draft.Id, draft.Version, 1, LocalizedText.Empty, world.Host.Clock.UtcNow + Tomorrow, scheduler), default))).Problems);
        await world.MarkFirstGiftAsync();
        await PassAsync(world.Host, Tomorrow);

        var sent = world.Host.Mailbox.Mails.ToDictionary(mail => mail.ToAddress);
        Assert.Equal(["elena@charity.example", "olena@charity.example"], sent.Keys.Order());
        Assert.Contains("Не е публикувано", sent["elena@charity.example"].Subject, StringComparison.Ordinal);
        Assert.Contains("Напишете защо се променят обещанията", sent["elena@charity.example"].Text, StringComparison.Ordinal);
        Assert.Contains("Напишіть, чому змінюються обіцянки", sent["olena@charity.example"].Text, StringComparison.Ordinal);
        Assert.Contains($"/staff/campaigns/{world.Organisation.Campaign}/publish", sent["olena@charity.example"].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whoever_was_shut_out_or_may_no_longer_publish_leaves_nothing_behind_that_goes_live_by_itself(bool shut)
    {
        await using var world = await StartAsync();
        var boss = await world.Host.ColleagueAsync("Boss", StaffRoles.Administrator);
        Assert.Empty((await world.ScheduleAsync(Tomorrow)).Problems);
        await using (var db = world.Host.Db())
        {
            var olena = await db.Users.SingleAsync(u => u.DisplayName == "Olena");
            if (shut)
            {
                olena.Shut(Guid.Parse(boss.Id), world.Host.Clock.UtcNow);
            }
            else
            {
                olena.Roles = StaffRoles.Auditor;
            }

            await db.SaveChangesAsync();
        }

        await PassAsync(world.Host, Tomorrow);

        Assert.Equal("Warm winter", (await world.CampaignAsync()).Title[Language.En]);
        var draft = (await world.DraftAsync())!;
        Assert.Equal([CampaignProblem.SchedulerMayNot], draft.RefusedFor);
        Assert.Null(draft.PublishAt);
        Assert.Empty(await world.AuditAsync("campaign.publish"));
        var mail = Assert.Single(world.Host.Mailbox.Mails);
        Assert.Equal("boss@charity.example", mail.ToAddress);
        Assert.Contains("may no longer publish", mail.Text, StringComparison.Ordinal);

        // A colleague who may looks at it, and it goes.
        Assert.Empty((await world.PublishAsync(by: EditorWorld.Ivan)).Problems);
        Assert.Equal("At its time", (await world.CampaignAsync()).Title[Language.En]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("The story without her")]
    public async Task A_draft_whose_story_went_with_its_consent_does_not_go_live_unseen(string without)
    {
        await using var world = await StartAsync();
        await world.Host.ColleagueAsync("Elena", StaffRoles.Editor);
        var today = DateOnly.FromDateTime(world.Host.Clock.UtcNow);
        var consent = await world.Host.RunAsync<RecordConsent, ConsentOutcome>(u => u.RunAsync(
            new(null, 0, "Oksana Zrazok", false, "", "", "Her way back", new(true, false, false, false), today, today.AddDays(90), EditorWorld.Olena), default));
        Assert.Empty(consent.Problems);
        var live = (await world.CampaignAsync()).Story;
        await world.WriteAsync(EditorWorld.Olena, d => d with
        {
            Content = d.Content with
            {
                Story = LocalizedText.Of(en: "Oksana walks again"),
                StoryTellsOfPerson = true,
                StoryConsentId = consent.Id,
                StoryWithoutPerson = LocalizedText.Of(en: without),
            },
        });
        Assert.Empty((await world.ScheduleAsync(Tomorrow)).Problems);

        Assert.Empty((await world.Host.RunAsync<WithdrawConsent, ConsentOutcome>(u => u.RunAsync(new(consent.Id, today, "She asked", EditorWorld.Ivan), default))).Problems);
        await PassAsync(world.Host, Tomorrow);

        if (without.Length > 0)
        {
            // Written for this case, and looked at with the rest.
            Assert.Equal(without, (await world.CampaignAsync()).Story[Language.En]);
            return;
        }

        Assert.Equal(live, (await world.CampaignAsync()).Story);
        var draft = (await world.DraftAsync())!;
        Assert.Equal([CampaignProblem.ConsentMissing], draft.RefusedFor);
        Assert.Null(draft.PublishAt);
        Assert.DoesNotContain("Oksana", draft.Body, StringComparison.Ordinal);
        Assert.Contains("A consent of someone shown or told of is missing", Assert.Single(world.Host.Mailbox.Mails).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_time_in_the_past_and_a_draft_that_would_be_refused_are_refused_when_the_time_is_set()
    {
        await using var world = await StartAsync();
        Assert.Equal([CampaignProblem.PublishTimePassed], (await world.ScheduleAsync(TimeSpan.Zero)).Problems);
        await world.WriteAsync(EditorWorld.Olena, d => d with { Content = d.Content with { Summary = LocalizedText.Empty } });
        Assert.Equal([CampaignProblem.SummaryMissing], (await world.ScheduleAsync(Tomorrow)).Problems);
        Assert.Null((await world.DraftAsync())!.PublishAt);
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    [InlineData(true, 2)]
    public async Task A_process_that_is_killed_while_it_publishes_leaves_all_or_nothing_and_the_next_run_finishes(bool committed, int nth)
    {
        var kill = new KillSwitch();
        await using var world = await EditorWorld.StartAsync(kill.Install);
        await world.WriteAsync(EditorWorld.Olena, d => d.Type("title", Language.En, "At its time"));
        await world.ScheduleAsync(Tomorrow);
        await using var next = await CharityHost.StartAsync(database: world.Host.Database.Attach(), clock: world.Host.Clock);
        world.Host.Clock.Advance(Tomorrow);
        world.Host.SkipChecks();
        // One commit claims the work, another holds the effect with its mark.
        kill.Arm(committed ? KillPoint.AfterCommit : KillPoint.BeforeCommit, nth);
        try
        {
            await world.Host.DrainAsync();
        }
        catch (KilledException)
        {
            // As a killed process would, it says nothing.
        }

        Assert.True(kill.Dead);
        await using (var between = next.Db())
        {
            var live = (await between.Campaigns.AsNoTracking().SingleAsync()).Title[Language.En] == "At its time";
            Assert.Equal(live ? (0, 2) : (1, 1), (await between.CampaignDrafts.CountAsync(), await between.CampaignEditions.CountAsync()));
        }

        await PassAsync(next, KindWorker.Lease + TimeSpan.FromMinutes(1));

        await using var after = next.Db();
        Assert.Equal("At its time", (await after.Campaigns.AsNoTracking().SingleAsync()).Title[Language.En]);
        Assert.Equal(2, await after.CampaignEditions.CountAsync());
        Assert.Equal(0, await after.CampaignDrafts.CountAsync());
        Assert.Equal(WorkState.Done, (await after.Outbox.SingleAsync(m => m.Kind == PublishScheduledDraft.Kind)).State);
    }

    private static async Task<EditorWorld> StartAsync()
    {
        var world = await EditorWorld.StartAsync();
        await world.WriteAsync(EditorWorld.Olena, d => d.Type("title", Language.En, "At its time"));
        return world;
    }

    private static async Task PassAsync(CharityHost host, TimeSpan time)
    {
        host.Clock.Advance(time);
        await host.DrainAsync();
    }

    private static Task<CampaignOutcome> UnscheduleAsync(EditorWorld world)
        => world.Host.RunAsync<UnscheduleDraft, CampaignOutcome>(u => u.RunAsync(new(world.Organisation.Campaign, EditorWorld.Ivan), default));
}
