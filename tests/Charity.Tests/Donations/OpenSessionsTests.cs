using System.Security.Cryptography;
using Charity.Data.Work;
using Charity.Donations;
using Charity.Payments;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Tests.Donations;

/// <summary>Gifts whose payment page should have ended, and of which nobody told us.</summary>
public sealed class OpenSessionsTests
{
    [Fact]
    public async Task Every_gift_that_waits_is_asked_about_in_one_run_however_many_there_are()
    {
        const int more = 1_200;
        await using var host = await StartAsync();
        var gift = await host.GiveAsync();
        await CopyAsync(host, gift.Id, more);
        host.Clock.Advance(TimeSpan.FromHours(2));

        await AskAsync(host);
        Assert.Equal(more + 1, (await AskedAsync(host)).Distinct().Count());
        // Asked already today: nothing is asked twice, and what is new behind them all is still found.
        var late = await host.GiveAsync();
        host.Clock.Advance(TimeSpan.FromHours(2));
        await AskAsync(host);
        Assert.Equal(more + 2, (await AskedAsync(host)).Count);
        Assert.Contains(late.Id.ToString("N"), await AskedAsync(host));
    }

    [Fact]
    public async Task A_question_that_was_parked_is_asked_again_the_next_day_and_only_then()
    {
        await using var host = await StartAsync();
        await host.GiveAsync();
        host.Clock.Advance(TimeSpan.FromHours(2));
        await AskAsync(host);
        await using (var db = host.Db())
        {
            await db.Outbox.Where(m => m.Kind == ResolveSession.Kind).ExecuteUpdateAsync(set => set.SetProperty(m => m.State, WorkState.Parked));
        }

        await AskAsync(host);
        Assert.Single(await AskedAsync(host));
        host.Clock.Advance(TimeSpan.FromDays(1));
        await AskAsync(host);
        await AskAsync(host);
        Assert.Equal(2, (await AskedAsync(host)).Count);
    }

    private static async Task<CharityHost> StartAsync()
    {
        var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        return host;
    }

    private static async Task AskAsync(CharityHost host)
    {
        await using var scope = host.Scope();
        await scope.ServiceProvider.GetRequiredService<ExpireOpenSessions>().RunAsync(default);
    }

    private static async Task<List<string>> AskedAsync(CharityHost host)
    {
        await using var db = host.Db();
        return await db.Outbox.Where(m => m.Kind == ResolveSession.Kind).Select(m => m.Subject).ToListAsync();
    }

    /// <summary>Many gifts like this one, whose pages end at the same moment.</summary>
    private static async Task CopyAsync(CharityHost host, Guid gift, int times)
    {
        var one = await host.GiftAsync(gift);
        await using var db = host.Db();
        for (var i = 0; i < times; i++)
        {
            var copy = new Donation
            {
                Id = Guid.CreateVersion7(), Attempt = FormattableString.Invariant($"copy{i}"), InputHash = one.InputHash, Channel = one.Channel,
                LegalEntityId = one.LegalEntityId, CampaignId = one.CampaignId, FundId = one.FundId, DonorId = one.DonorId,
                AmountMinor = one.AmountMinor, Currency = one.Currency, Email = one.Email, DonorName = one.DonorName,
                CreatedAt = one.CreatedAt, TokenHash = RandomNumberGenerator.GetBytes(32),
            };
            copy.BeginSession();
            copy.OpenCheckout(FormattableString.Invariant($"cs_copy{i}"), null, one.SessionExpiresAt!.Value);
            db.Donations.Add(copy);
        }

        await db.SaveChangesAsync();
    }
}
