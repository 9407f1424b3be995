using Charity.Data;
using Charity.Data.Audit;
using Charity.Donations;
using Charity.Donations.Attacks;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charity.Tests.Donations.Attacks;

/// <summary>A charity whose give form somebody plays with.</summary>
internal sealed class AttackWorld : IAsyncDisposable
{
    private static readonly Actor Someone = Actor.Staff(Guid.Parse("019a0000-0000-7000-8000-000000000001"), "Olena");

    private AttackWorld(CharityHost host, TestOrganisation organisation) => (Host, Organisation) = (host, organisation);

    public TestOrganisation Organisation { get; }

    public CharityHost Host { get; }

    public static async Task<AttackWorld> StartAsync(Dictionary<string, string?>? settings = null, Action<IServiceCollection>? services = null)
    {
        var host = await CharityHost.StartWithStripeAsync(services, settings: settings);
        return new AttackWorld(host, await host.SetUpOrganisationAsync());
    }

    /// <summary>Posts a form; whatever becomes of it.</summary>
    public async Task<GiveOutcome> TryAsync(long minor, string email, Guid? earlierGift = null)
        => await PostAsync(await Host.FormAsync(minor, email: email), null, earlierGift);

    /// <summary>Posts this form.</summary>
    public async Task<GiveOutcome> PostAsync(GiftForm form, string? network, Guid? earlierGift = null)
    {
        await using var scope = Host.Scope();
        return await scope.ServiceProvider.GetRequiredService<GiveByCard>().RunAsync(form, new Sender(earlierGift, network), default);
    }

    /// <summary>Time passes, and the timetable is looked at each minute.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        var end = Host.Clock.UtcNow + time;
        while (Host.Clock.UtcNow < end)
        {
            var step = TimeSpan.FromTicks(Math.Min((end - Host.Clock.UtcNow).Ticks, TimeSpan.TicksPerMinute));
            Host.Clock.Advance(step);
            await LookAsync();
        }
    }

    public async Task LookAsync()
    {
        await Host.RunTimetableAsync();
        await Host.DrainAsync();
        Forget();
    }

    /// <summary>Gifts that begin evenly within a time; the timetable runs each minute.</summary>
    /// <returns>How many became held.</returns>
    public async Task<int> GiftsAsync(int number, TimeSpan within, Func<int, long> minor, Func<int, string> email, Func<int, bool>? pays = null)
    {
        var held = 0;
        var look = Host.Clock.UtcNow.AddMinutes(1);
        for (var i = 0; i < number; i++)
        {
            Host.Clock.Advance(within / number);
            if (Host.Clock.UtcNow >= look)
            {
                look = look.AddMinutes(1);
                await LookAsync();
            }

            var outcome = await TryAsync(minor(i), email(i));
            held += outcome.Held is null ? 0 : 1;
            if (pays?.Invoke(i) == true && outcome.Start.DonationId is { } id && (await Host.GiftAsync(id)).SessionId is { } session)
            {
                await Host.Stripe.PayAsync(session, CharityHost.GoodCard);
                await Host.ArriveAsync();
            }
        }

        await LookAsync();
        return held;
    }

    public async Task<bool> IsOnAsync() => (await Host.Services.GetRequiredService<AttackWatch>().NowAsync(default)).IsOn;

    public async Task<SwitchAttackMode.Outcome> BeginAsync(int hours = 2, string? reason = "Stripe wrote to us")
    {
        var outcome = await Host.RunAsync<SwitchAttackMode, SwitchAttackMode.Outcome>(s => s.BeginAsync(Someone, hours, reason, default));
        Forget();
        return outcome;
    }

    public async Task<SwitchAttackMode.Outcome> EndAsync(int quietHours = 2, string? reason = "A broadcast, no attack")
    {
        var outcome = await Host.RunAsync<SwitchAttackMode, SwitchAttackMode.Outcome>(s => s.EndAsync(Someone, quietHours, reason, default));
        Forget();
        return outcome;
    }

    public async Task<IReadOnlyList<string>> AuditAsync()
    {
        await using var db = Host.Db();
        return await db.Audit.AsNoTracking().Where(a => a.Action.StartsWith("attack-mode.")).OrderBy(a => a.Id).Select(a => a.Action + " " + a.ActorName).ToListAsync();
    }

    /// <summary>The link of a held gift's mail.</summary>
    public string TokenOf(GiveOutcome outcome) => GiftHold.TokenOf(outcome.Held!.DonationId, Host.Services.GetRequiredService<PublicTokens>());

    public async Task<ConfirmGift.Outcome> ConfirmAsync(string token)
    {
        await using var scope = Host.Scope();
        return await scope.ServiceProvider.GetRequiredService<ConfirmGift>().RunAsync(token, default);
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    /// <summary>The state is read at most every two seconds of real time, for which no test waits.</summary>
    private void Forget() => Host.Services.GetRequiredService<AttackWatch>().Forget();
}
