using Charity.Data.Work;
using Charity.Donations;
using Charity.Exceptions;
using Charity.Languages;
using Charity.Ledger;
using Charity.Sandbox.Demo;
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

    /// <summary>All kinds of work that any room has a handler for, but what mends a fault: sound data give it nothing to do.</summary>
    public static TheoryData<string> Kinds()
    {
        var services = new ServiceCollection();
        services.AddCharity(new ConfigurationBuilder().Build());
        return [.. services.Select(s => s.ImplementationInstance).OfType<WorkKind>().Select(work => work.Kind)
            .Where(kind => kind != CampaignTotalDiffers.Kind).Order(StringComparer.Ordinal)];
    }
}
