using Charity.Campaigns;
using Charity.Testing;
using Xunit;

namespace Charity.Tests.Donations.Attacks;

/// <summary>Who may use how much of the confirmation mails of an hour: an attack must leave some for donors.</summary>
public sealed class ConfirmationShareTests
{
    [Fact]
    [Trait("Case", "A03")]
    [Trait("Case", "D09")]
    public async Task One_network_uses_up_its_own_small_share_and_a_real_donor_is_served()
    {
        await using var world = await StartAsync();
        var mails = 0;
        for (var i = 0; i < 100; i++)
        {
            mails += await MailedAsync(world, $"tester{i}@example.org", "203.0.113.0/24") ? 1 : 0;
        }

        Assert.Equal(3, mails);
        Assert.True(await MailedAsync(world, "olena@example.org", "198.51.100.0/24"));
        // An hour later the network has its share again, and is still known.
        world.Host.Clock.Advance(TimeSpan.FromHours(1));
        Assert.True(await MailedAsync(world, "late@example.org", "203.0.113.0/24"));
    }

    [Theory]
    [Trait("Case", "A03")]
    [Trait("Case", "D09")]
    [InlineData(10)]
    [InlineData(20)]
    public async Task Many_networks_leave_a_part_to_those_that_come_for_the_first_time(int networks)
    {
        await using var world = await StartAsync(("Attack:MailsPerNetworkPercent", "10"));
        var mails = 0;
        for (var i = 0; i < networks * 8; i++)
        {
            mails += await MailedAsync(world, $"tester{i}@example.org", $"10.0.{i % networks}.0/24") ? 1 : 0;
        }

        // Each network's first one, and of the 60 that networks seen before may use 48 for one campaign.
        Assert.Equal(networks + 48, mails);
        for (var i = 0; i < 10; i++)
        {
            Assert.True(await MailedAsync(world, $"donor{i}@example.org", $"198.51.{i}.0/24"));
        }

        Assert.False(await MailedAsync(world, "again@example.org", "198.51.0.0/24"));
    }

    [Fact]
    [Trait("Case", "A03")]
    [Trait("Case", "D09")]
    public async Task A_flood_from_new_networks_leaves_a_part_to_networks_that_were_seen_before()
    {
        await using var world = await StartAsync();
        var bus = await OtherCampaignAsync(world);
        Assert.True(await MailedAsync(world, "olena@example.org", "198.51.100.0/24"));
        var (first, second) = (0, 0);
        for (var i = 0; i < 100; i++)
        {
            first += await MailedAsync(world, $"tester{i}@example.org", $"10.0.{i}.0/24") ? 1 : 0;
        }

        for (var i = 0; i < 100; i++)
        {
            second += await MailedAsync(world, $"rider{i}@example.org", $"10.1.{i}.0/24", bus) ? 1 : 0;
        }

        // Of the 80 that new networks may use, 64 for one campaign; Olena's own first one is among both.
        Assert.Equal((63, 16), (first, second));
        Assert.True(await MailedAsync(world, "ivan@example.org", "198.51.100.0/24"));
        Assert.True(await MailedAsync(world, "maria@example.org", "198.51.100.0/24", bus));
    }

    [Fact]
    [Trait("Case", "A03")]
    public async Task Whoever_attacks_one_campaign_leaves_mails_to_donors_of_another()
    {
        await using var world = await StartAsync();
        var mails = 0;
        for (var i = 0; i < 240; i++)
        {
            mails += await MailedAsync(world, $"tester{i}@example.org", $"10.0.{i % 120}.0/24") ? 1 : 0;
        }

        // What new networks may use for it, and then those seen before, up to the campaign's own share.
        Assert.Equal(80, mails);
        Assert.False(await MailedAsync(world, "olena@example.org", "198.51.100.0/24"));
        Assert.True(await MailedAsync(world, "olena@example.org", "198.51.100.0/24", await OtherCampaignAsync(world)));
    }

    [Fact]
    [Trait("Case", "A03")]
    public async Task A_donor_who_was_told_to_wait_gets_the_mail_by_the_same_form_an_hour_later()
    {
        await using var world = await StartAsync();
        for (var i = 0; i < 3; i++)
        {
            Assert.True(await MailedAsync(world, $"tester{i}@example.org", "203.0.113.0/24"));
        }

        var form = await world.Host.FormAsync(2500, email: "olena@example.org");
        Assert.NotNull((await world.PostAsync(form, "203.0.113.0/24")).Held!.MailRefused);
        world.Host.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Null((await world.PostAsync(form, "203.0.113.0/24")).Held!.MailRefused);
    }

    /// <summary>A hundred mails an hour, so that shares are percents.</summary>
    private static async Task<AttackWorld> StartAsync(params (string Name, string Value)[] settings)
    {
        var world = await AttackWorld.StartAsync(settings.Append(("Attack:MailsPerHour", "100")).ToDictionary(s => s.Item1, s => (string?)s.Item2));
        await world.BeginAsync(24);
        return world;
    }

    private static async Task<bool> MailedAsync(AttackWorld world, string email, string network, string campaign = TestOrganisation.CampaignSlug)
        => (await world.PostAsync((await world.Host.FormAsync(2500, email: email)) with { CampaignSlug = campaign }, network)).Held!.MailRefused is null;

    private static async Task<string> OtherCampaignAsync(AttackWorld world)
    {
        var organisation = world.Organisation;
        var made = await world.Host.RunAsync<CreateCampaign, CampaignOutcome>(u => u.RunAsync(
            new("school-bus", world.Host.Content(organisation.Programme, [new(organisation.Bulgarian, organisation.UrgentFund, true, true)], "EUR"),
                new(CharityHost.Named("A bus"), 1_000_000, "EUR", null, CharityHost.Named("Goes to the urgent aid fund"))), default));
        await world.Host.RunAsync<ChangeCampaignState, CampaignOutcome>(u => u.RunAsync(new(made.Id, CampaignState.Active), default));
        return "school-bus";
    }
}
