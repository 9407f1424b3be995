using Charity.Campaigns.Publishing;
using Charity.Data.Work;
using Charity.Donations;
using Charity.Exceptions;
using Charity.GiftDesk;
using Charity.Languages;
using Charity.Ledger;
using Charity.Sandbox.Demo;
using Charity.Staff.Passwords;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Tests.Sandbox;

/// <summary>The finished demo data, made once.</summary>
public sealed class FinishedDemo : IAsyncLifetime
{
    internal DemoData Data { get; private set; } = null!;

    public async Task InitializeAsync() => Data = await DemoData.MakeAsync(gifts: 60);

    public async Task DisposeAsync() => await Data.DisposeAsync();
}

public sealed class DemoDataTests(FinishedDemo demo) : IClassFixture<FinishedDemo>
{
    /// <summary>Gifts that still take every course at least once.</summary>
    private const int Few = 24;

    [Fact]
    public async Task Every_gift_is_found_in_the_simulators_journal_its_deliveries_and_the_mailbox_and_the_books_hold()
        => Assert.Empty(await DemoCheck.FindingsAsync(demo.Data));

    [Fact]
    public async Task The_history_holds_what_finance_meets_in_real_life()
    {
        await using var db = demo.Data.Db();
        var gifts = await db.Donations.AsNoTracking().ToListAsync();
        Assert.Equal(60, gifts.Count);
        Assert.Contains(gifts, g => g.Status == DonationStatus.Expired);
        Assert.Contains(gifts, g => g.Status == DonationStatus.Expected);
        Assert.Contains(gifts, g => g.RefundedMinor == g.AmountMinor);
        Assert.Contains(gifts, g => g.RefundedMinor > 0 && g.RefundedMinor < g.AmountMinor);
        Assert.Contains(gifts, g => g.LostToDisputeMinor > 0);
        Assert.Contains(gifts, g => g.Currency != "EUR" && g.SettledCurrency == "EUR");
        Assert.True(gifts.Select(g => g.Language).Distinct().Count() >= 3);
        Assert.Contains(await db.Disputes.AsNoTracking().ToListAsync(), d => d.Status == "won");
        Assert.NotEmpty(await db.Payouts.AsNoTracking().Where(p => p.Status == "paid").ToListAsync());
        Assert.Contains(await db.Exceptions.AsNoTracking().ToListAsync(), e => e.Kind == ExceptionKind.EarlyFraudWarning);
    }

    [Fact]
    public async Task The_organisation_is_complete_in_four_languages()
    {
        await using var db = demo.Data.Db();
        Assert.Equal(["bg", "mk"], await db.LegalEntities.AsNoTracking().OrderBy(e => e.Code).Select(e => e.Code).ToListAsync());
        Assert.Equal(3, await db.Funds.AsNoTracking().Where(f => f.Restricted).Select(f => f.Code).Distinct().CountAsync());
        foreach (var campaign in DemoContent.Campaigns())
        {
            LocalizedText[] texts = [campaign.Title, campaign.Summary, campaign.Story, campaign.Purpose, campaign.SurplusRule, campaign.TargetGroups, campaign.Place, campaign.GiftExamples, campaign.ImageAlt];
            Assert.All(texts, text => Assert.All(Language.All, language => Assert.True(text.Has(language), $"{campaign.Slug} lacks {language.Code}.")));
        }

        var pictures = await db.Pictures.AsNoTracking().Include(p => p.Files).ToListAsync();
        Assert.All(pictures, p => Assert.Equal([480, 960, 1600], p.Files.Select(f => f.Width).Order()));
        Assert.True(await db.Campaigns.AsNoTracking().AllAsync(c => c.PictureId != null));
    }

    [Fact]
    public async Task The_shorter_history_that_handlers_are_taken_from_is_complete_with_all_of_them()
    {
        await using var data = await DemoData.MakeAsync(Few);
        Assert.Empty(await DemoCheck.FindingsAsync(data));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Without_any_one_handler_the_check_fails(string kind)
    {
        await using var data = await DemoData.MakeAsync(Few, services =>
        {
            foreach (var handler in services.Where(s => s.ImplementationInstance is WorkKind work && work.Kind == kind).ToList())
            {
                services.Remove(handler);
            }
        });
        Assert.NotEmpty(await DemoCheck.FindingsAsync(data));
    }

    /// <summary>Whoever lets the demo do one of these things strikes it off the list, and it is checked like all others.</summary>
    [Fact]
    public async Task What_is_left_out_of_that_check_does_not_happen_in_the_demo()
    {
        await using var db = demo.Data.Db();
        var happened = await db.Outbox.AsNoTracking().Where(m => m.State != WorkState.Pending).Select(m => m.Kind).Distinct().ToListAsync();
        Assert.NotEmpty(happened);
        Assert.Empty(happened.Intersect(NotInTheDemo.Keys));
        Assert.Empty(NotInTheDemo.Keys.Except(AllKinds()));
    }

    [Fact]
    public async Task Staff_find_something_that_waits_for_them_on_every_desk()
    {
        await using var db = demo.Data.Db();
        var messages = await db.Donations.AsNoTracking().Where(d => d.MessageState != MessageState.None && d.PaidAt != null)
            .OrderByDescending(d => d.PaidAt).Select(d => d.MessageState).ToListAsync();
        Assert.All(messages.Take(DemoDesk.NewMessages), state => Assert.Equal(MessageState.AwaitsModeration, state));
        Assert.All(messages.SkipWhile(state => state == MessageState.AwaitsModeration), state => Assert.Equal(MessageState.Shown, state));
        var drafts = await db.CampaignDrafts.AsNoTracking().ToListAsync();
        var scheduled = Assert.Single(drafts, d => d.PublishAt is not null);
        Assert.True(scheduled.PublishAt > TimeProvider.System.GetUtcNow().UtcDateTime);
        Assert.Single(await db.CampaignUpdates.AsNoTracking().ToListAsync(), u => u.PublishedAt > TimeProvider.System.GetUtcNow().UtcDateTime);
        var draft = Assert.Single(drafts, d => d.PublishAt is null);
        var live = await db.Campaigns.AsNoTracking().SingleAsync(c => c.Id == draft.CampaignId);
        Assert.All(Language.All, language => Assert.NotEqual(live.Story.In(language, language).Text, draft.Document.Content.Story.In(language, language).Text));
        Assert.NotEmpty(await db.SavedFilters.AsNoTracking().ToListAsync());
        Assert.Equal(2, await db.Exceptions.AsNoTracking().CountAsync(e => e.Kind == ExceptionKind.MailFailed));
    }

    /// <summary>Work that no history of gifts gives rise to, and what does.</summary>
    private static readonly Dictionary<string, string> NotInTheDemo = new()
    {
        [CampaignTotalDiffers.Kind] = "mends a fault, and the data are sound",
        [StaffAlarm.Kind] = "stolen cards being tried out",
        [GiftHeld.Kind] = "a gift that is held while stolen cards are being tried out",
        [PublishScheduledDraft.Kind] = "a draft whose time has come: the demo's waits for its own",
        [PublicationRefused.Kind] = "a draft that is refused at its time",
        [PasswordResetAsked.Kind] = "a member of staff who has forgotten the password",
        [WriteExport.Kind] = "a member of staff who takes the list of gifts away",
    };

    /// <summary>All kinds of work that any room has a handler for and the demo gives rise to.</summary>
    public static TheoryData<string> Kinds() => [.. AllKinds().Except(NotInTheDemo.Keys)];

    private static List<string> AllKinds()
    {
        var services = new ServiceCollection();
        services.AddCharity(new ConfigurationBuilder().Build());
        return services.Select(s => s.ImplementationInstance).OfType<WorkKind>().Select(work => work.Kind).Order(StringComparer.Ordinal).ToList();
    }
}
