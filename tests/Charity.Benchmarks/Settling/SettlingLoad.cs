using System.Diagnostics;
using Charity.Benchmarks.Intake;
using Charity.Data;
using Charity.Data.Work;
using Charity.Donations;
using Charity.Ledger;
using Charity.Payments;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Charity.Benchmarks.Settling;

/// <summary>
/// Gifts settled in a second: from the event in the inbox to the paid gift, the campaign's total, the journal entry with
/// its postings and the numbered receipt with its waiting mail, through the real relay, at <c>synchronous=FULL</c>. With a
/// thousand gifts stored and with a million.
/// </summary>
public static class SettlingLoad
{
    private const int Few = 1_000;
    private const int Many = 1_000_000;
    private const int GiftsPerRound = 20_000;
    private const int Rounds = 3;

    /// <summary>Gifts a second, from the issue.</summary>
    private const double Aim = 5_000;

    /// <summary>Rows added in one save while the store is prepared.</summary>
    private const int Chunk = 1_000;

    internal static async Task<IReadOnlyList<Figure>> RunAsync(TextWriter output, CancellationToken cancel)
    {
        await using var database = new BenchDatabase();
        var clock = new FakeClock(FakeClock.DefaultStart);
        var sessions = new PaidSessions(clock);
        await using var host = await CharityHost.StartAsync(services => Prepare(services, sessions), database: database, clock: clock);
        host.SkipChecks();
        await using (var db = host.Db())
        {
            await host.Services.GetRequiredService<IDatabaseEngine>().MigrateAsync(db, cancel);
        }

        var world = await host.SetUpOrganisationAsync();
        await host.RunAsync<OpenBooks, int>(o => o.RunAsync(world.Bulgarian, cancel));
        var number = 0;

        await SettleAsync(Few);
        var atFew = await MeasureAsync($"{Few:N0} gifts stored");
        // The rounds added to them; what is copied is the whole.
        var stored = Few + ((Rounds + 1) * GiftsPerRound);
        var target = (Many + stored - 1) / stored * stored;
        var copying = Stopwatch.StartNew();
        await StoredGifts.MultiplyAsync(database.Options.ConnectionString, target, cancel);
        output.WriteLine(FormattableString.Invariant($"{target:N0} gifts stored, the rest by copying in {copying.Elapsed.TotalSeconds:0} s"));
        var atMany = await MeasureAsync($"{Many:N0} gifts stored");
        return
        [
            new("gifts settled, 1,000 stored", FigureTable.PerSecond(atFew), "the aim named in the issue: " + FigureTable.PerSecond(Aim), atFew / Aim, 1),
            new("gifts settled, 1,000,000 stored", FigureTable.PerSecond(atMany), "with 1,000 stored: " + FigureTable.PerSecond(atFew), atMany / atFew, 1),
        ];

        async Task<double> MeasureAsync(string where)
        {
            await SettleAsync(GiftsPerRound);
            var rates = new List<double>();
            for (var round = 1; round <= Rounds; round++)
            {
                var rate = GiftsPerRound / (await SettleAsync(GiftsPerRound)).TotalSeconds;
                rates.Add(rate);
                output.WriteLine(FormattableString.Invariant($"{where}, round {round}: {rate,7:N0} gifts a second"));
            }

            return rates.Order().ElementAt(Rounds / 2);
        }

        async Task<TimeSpan> SettleAsync(int gifts)
        {
            await AddGiftsAsync(host, world, sessions, number, gifts, cancel);
            number += gifts;
            var watch = Stopwatch.StartNew();
            await host.DrainAsync();
            watch.Stop();
            await CheckAsync(host, number, cancel);
            return watch.Elapsed;
        }
    }

    private static void Prepare(IServiceCollection services, PaidSessions sessions)
    {
        services.Replace(ServiceDescriptor.Singleton<IPaymentGateway>(sessions));
        // Mails wait: drawing and sending them is measured apart.
        foreach (var mails in services.Where(s => s.ImplementationInstance is WorkKind { Kind: "mail.send.v1" }).ToList())
        {
            services.Remove(mails);
        }
    }

    /// <summary>Gifts at the payment page, each with a donor of its own, and the event that tells of its payment.</summary>
    private static async Task AddGiftsAsync(
        CharityHost host, TestOrganisation world, PaidSessions sessions, int first, int count, CancellationToken cancel)
    {
        var ids = host.Services.GetRequiredService<Ids>();
        var tokens = host.Services.GetRequiredService<PublicTokens>();
        for (var from = first; from < first + count; from += Chunk)
        {
            await using var db = host.Db();
            db.ChangeTracker.AutoDetectChangesEnabled = false;
            for (var n = from; n < Math.Min(from + Chunk, first + count); n++)
            {
                var donor = BenchGifts.Donor(ids.New(), n, host.Clock.UtcNow);
                var gift = BenchGifts.Open(ids.New(), donor.Id, n, world, tokens, host.Clock.UtcNow);
                db.Donors.Add(donor);
                db.Donations.Add(gift);
                db.Inbox.Add(BenchGifts.Event(gift.SessionId!, n, host.Clock.UtcNow));
                sessions.Add(gift.SessionId!, gift.Id, gift.AmountMinor);
            }

            await db.SaveChangesAsync(cancel);
        }
    }

    private static async Task CheckAsync(CharityHost host, int gifts, CancellationToken cancel)
    {
        await using var db = host.Db();
        var last = FormattableString.Invariant($"cs_{gifts - 1}");
        var settled = await db.Donations.AnyAsync(d => d.SessionId == last && d.Status == DonationStatus.Succeeded, cancel)
            && !await db.Inbox.AnyAsync(e => e.State == WorkState.Pending, cancel)
            && !await db.Outbox.AnyAsync(m => m.State == WorkState.Pending && m.Kind == DonationPaid.Kind, cancel);
        if (!settled)
        {
            throw new InvalidOperationException("Not every gift was settled; the figure would mean nothing.");
        }
    }
}
