using System.Diagnostics;
using Charity.Benchmarks.Settling;
using Charity.Data;
using Charity.Donations;
using Charity.GiftDesk;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charity.Benchmarks.Gifts;

/// <summary>
/// Pages of the staff's gift list beside a thousand gifts and beside a million: first page, last page, a part of a name,
/// and each filter. What is measured is everything behind the page: the gifts, how many there are, and their sums. Both
/// stores are asked in turns, so that whatever else the machine does falls on both.
/// </summary>
public static class GiftListLoad
{
    private const int Few = 1_000;
    private const int Many = 1_000_000;
    private const int Turns = 25;

    /// <summary>From the issue: no page takes more than one and a half times as long.</summary>
    private const double Aim = 1 / 1.5;

    private static readonly (string Name, GiftFilter Filter, GiftPageAsked Page, bool Stands)[] Pages =
    [
        ("first page", new(), new(), true),
        ("last page", new(), new(Last: true), true),
        ("part of a Cyrillic name", new(NamedGifts.RarePart), new(), true),
        ("part of a common name", new("ковальч"), new(), false),
        ("two letters of many names", new("ен"), new(), false),
        ("state, rare", new(Status: DonationStatus.Failed), new(), false),
        ("state, rare, last page", new(Status: DonationStatus.Failed), new(Last: true), false),
        ("state, common", new(Status: DonationStatus.Succeeded), new(), false),
        ("means", new(Channel: DonationChannel.BankTransfer), new(), false),
        ("campaign", new(Campaign: TestOrganisation.CampaignSlug), new(), false),
        ("campaign and state", new(Campaign: TestOrganisation.CampaignSlug, Status: DonationStatus.Expired), new(), false),
        ("entity", new(Entity: "bg"), new(), false),
        ("currency", new(Currency: "EUR"), new(), false),
        ("amount, rare", new(Least: "50000.00"), new(), false),
        ("amount, common", new(Least: "20.00", Most: "60.00"), new(), false),
        ("sent back", new(Trouble: GiftTrouble.Refunded), new(), false),
        ("without receipt", new(Trouble: GiftTrouble.WithoutReceipt), new(), false),
        ("name and state", new("ковальч", Status: DonationStatus.Expired), new(), false),
    ];

    internal static async Task<IReadOnlyList<Figure>> RunAsync(TextWriter output, CancellationToken cancel)
    {
        await using var few = await StoreAsync(Few, output, cancel);
        await using var many = await StoreAsync(Many, output, cancel);
        var figures = new List<Figure>();
        foreach (var (name, filter, page, stands) in Pages)
        {
            var (beside, besideMany) = (new List<double>(), new List<double>());
            int? found = null;
            for (var turn = 0; turn <= Turns; turn++)
            {
                var (first, _) = await ReadAsync(few, filter, page, cancel);
                (var second, found) = await ReadAsync(many, filter, page, cancel);
                // The first turn compiles.
                if (turn > 0)
                {
                    beside.Add(first);
                    besideMany.Add(second);
                }
            }

            var (a, b) = (Median(beside), Median(besideMany));
            output.WriteLine(FormattableString.Invariant(
                $"{name,-28} {a,8:0.0} ms beside {Few:N0}, {b,8:0.0} ms beside {Many:N0} ({b / a:0.00} times), {(found is { } n ? n.ToString("N0", System.Globalization.CultureInfo.InvariantCulture) : "over 10,000")} found"));
            if (stands)
            {
                figures.Add(new(
                    $"gift list, {name}, 1,000,000 stored", FormattableString.Invariant($"{b:0.0} ms"),
                    FormattableString.Invariant($"with 1,000 stored: {a:0.0} ms"), a / b, Aim));
            }
        }

        return figures;
    }

    private static async Task<SettlingBench> StoreAsync(int gifts, TextWriter output, CancellationToken cancel)
    {
        var bench = await SettlingBench.StartAsync(cancel);
        await bench.SettleAsync(Few, cancel);
        var watch = Stopwatch.StartNew();
        await NamedGifts.GiveAsync(bench.ConnectionString, cancel);
        if (gifts > Few)
        {
            await StoredGifts.MultiplyAsync(bench.ConnectionString, gifts, cancel, NamedGifts.Copies);
        }

        output.WriteLine(FormattableString.Invariant($"{gifts:N0} gifts stored in {watch.Elapsed.TotalSeconds:0} s"));
        watch.Restart();
        while (await bench.Host.RunAsync<IndexStoredGifts, bool>(index => index.RunAsync(cancel)))
        {
            cancel.ThrowIfCancellationRequested();
        }

        await using (var db = bench.Host.Db())
        {
            output.WriteLine(FormattableString.Invariant(
                $"{gifts:N0} gifts put into the index by the job in {watch.Elapsed.TotalSeconds:0} s: {await db.SearchParts.CountAsync(cancel):N0} endings, {await db.SearchHits.CountAsync(cancel):N0} words of donors"));
        }

        await bench.Host.Services.GetRequiredService<IDatabaseEngine>().TendAsync(cancel);
        return bench;
    }

    private static async Task<(double Milliseconds, int? Found)> ReadAsync(SettlingBench bench, GiftFilter filter, GiftPageAsked page, CancellationToken cancel)
    {
        await using var scope = bench.Host.Scope();
        var watch = Stopwatch.StartNew();
        var shown = await scope.ServiceProvider.GetRequiredService<GiftList>().ReadAsync(filter, page, cancel);
        return (watch.Elapsed.TotalMilliseconds, shown.Count);
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);
}
