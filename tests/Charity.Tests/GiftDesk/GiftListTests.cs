using System.Globalization;
using Charity.Donations;
using Charity.GiftDesk;
using Charity.Receipts;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Tests.GiftDesk;

public sealed class GiftListTests
{
    [Theory]
    [InlineData("шевченко", true)]
    [InlineData("ШЕВЧЕНКО олена", true)]
    [InlineData("евчен", true)]
    [InlineData("ко", true)]
    [InlineData("ш", true)]
    [InlineData("шев олен", true)]
    [InlineData("олена-марія", true)]
    [InlineData("д'арк", true)]
    [InlineData("Д’АРК", true)]
    [InlineData("shevch@example.org", true)]
    [InlineData("vch@exam", true)]
    [InlineData("ромашка", true)]
    [InlineData("205000", true)]
    [InlineData("шевченко петро", false)]
    [InlineData("евчан", false)]
    [InlineData("петренко", false)]
    [Trait("Case", "D07")]
    public async Task A_gift_is_found_by_any_part_of_each_word_in_any_order_and_case(string words, bool found)
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        var form = await host.FormAsync(email: "o.shevch@example.org", name: "Олена-Марія Д’Арк Шевченко");
        var gift = await host.GiveAsync(form with { CompanyName = "ТОВ «Ромашка»", CompanyNumber = "205000001" });

        var page = await ReadAsync(host, new GiftFilter(words));

        Assert.Equal(found ? [gift.Id] : [], page.Rows.Select(r => r.Id));
        Assert.Equal(found ? 1 : 0, page.Count);
    }

    [Theory]
    [InlineData(0, 4, "")]
    [InlineData(3, 6, "")]
    [InlineData(8, 4, "")]
    [InlineData(2, 8, "-")]
    [InlineData(4, 8, " ")]
    [InlineData(0, 11, "/")]
    [InlineData(0, 8, "рф00")]
    [InlineData(0, 8, "RF00 ")]
    public async Task A_transfer_is_found_by_a_part_of_its_reference(int from, int length, string mark)
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        var outcome = await host.RunAsync<StartTransfer, StartOutcome>(async s => await s.RunAsync(await host.FormAsync(), default));
        await host.RunAsync<StartTransfer, StartOutcome>(async s => await s.RunAsync(await host.FormAsync(email: "another@example.org"), default));
        var part = (await host.GiftAsync(outcome.DonationId!.Value)).TransferReference!.Substring(from, length);
        var typed = mark.Length > 1 ? mark + part : part.Insert(length / 2, mark);

        Assert.Contains(outcome.DonationId.Value, (await ReadAsync(host, new GiftFilter(typed))).Rows.Select(r => r.Id));
        Assert.Empty((await ReadAsync(host, new GiftFilter(typed, Currency: "MKD"))).Rows);
    }

    [Fact]
    public async Task Digits_that_very_many_words_hold_hide_no_name_behind_a_transfer_s_reference()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        var transfer = (await host.RunAsync<StartTransfer, StartOutcome>(async s => await s.RunAsync(await host.FormAsync(), default))).DonationId!.Value;
        var row = await host.GiftAsync(transfer);
        var digits = row.TransferReference![..4];
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        var named = (await host.GivenAsync(email: $"olena{digits}@example.org")).Id;
        await using (var db = host.Db())
        {
            for (var word = 1L; word <= 5_001; word++)
            {
                db.Add(new SearchPart { Part = digits + "x" + word.ToString(CultureInfo.InvariantCulture), Word = word });
                db.Add(new SearchHit { Word = word, DonorId = row.DonorId });
            }

            await db.SaveChangesAsync();
        }

        var found = await ReadAsync(host, new GiftFilter(digits));

        Assert.Equal([named, transfer], found.Rows.Select(r => r.Id));
        Assert.Equal(2, found.Count);
    }

    [Fact]
    public async Task A_gift_is_found_by_every_number_that_papers_and_pages_carry()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        var gift = await host.GivenAsync();
        await host.GivenAsync(email: "another@example.org");
        await host.RefundInDashboardAsync(gift, 500);
        await host.ArriveAsync();
        var row = await host.GiftAsync(gift.Id);
        await using var db = host.Db();
        var receipt = await db.Receipts.Where(r => r.DonationId == gift.Id && r.Kind == Receipt.First).Select(r => r.Number).SingleAsync();
        var refund = await db.Refunds.Select(r => r.ProviderId).SingleAsync();
        var transaction = await db.StripeTransactions.Where(t => t.SourceId == row.ChargeId).Select(t => t.Id).SingleAsync();

        foreach (var number in new[]
        {
            receipt, receipt.ToLowerInvariant(), receipt.Replace("-00000", "-", StringComparison.Ordinal), row.ChargeId!, row.PaymentIntentId!, row.SessionId!,
            refund, transaction, gift.Id.ToString(),
        })
        {
            Assert.Equal([gift.Id], (await ReadAsync(host, new GiftFilter(" " + number + " "))).Rows.Select(r => r.Id));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_transfer_is_found_by_its_reference_as_it_is_read_aloud(bool asCreditorReference)
    {
        await using var host = await CharityHost.StartAsync();
        await host.SetUpOrganisationAsync();
        var outcome = await host.RunAsync<StartTransfer, StartOutcome>(async s => await s.RunAsync(await host.FormAsync(), default));
        var reference = (await host.GiftAsync(outcome.DonationId!.Value)).TransferReference!;

        var typed = asCreditorReference ? TransferReference.ToCreditorReference(reference) : TransferReference.Grouped(reference);
        Assert.Equal([outcome.DonationId.Value], (await ReadAsync(host, new GiftFilter(typed))).Rows.Select(r => r.Id));
        Assert.Equal([outcome.DonationId.Value], (await ReadAsync(host, new GiftFilter("шевченко " + reference))).Rows.Select(r => r.Id));
        Assert.Empty((await ReadAsync(host, new GiftFilter("коваль " + reference))).Rows);
        Assert.Equal([outcome.DonationId.Value], (await ReadAsync(host, new GiftFilter(Status: DonationStatus.Expected, Channel: DonationChannel.BankTransfer))).Rows.Select(r => r.Id));
    }

    [Fact]
    public async Task Every_filter_shows_what_it_says_and_nothing_else()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        var world = await host.SetUpOrganisationAsync();
        var paid = await host.GivenAsync(2500);
        var refunded = await host.GivenAsync(7000, "USD", "r@example.org");
        await host.RefundInDashboardAsync(refunded);
        var disputed = await host.GivenAsync(12_345, email: "d@example.org");
        await host.DisputeAsync(disputed);
        await host.ArriveAsync();
        var open = await host.GiveAsync(100_000, email: "o@example.org");

        await ShowsAsync(new GiftFilter(Status: DonationStatus.CheckoutOpen), open.Id);
        await ShowsAsync(new GiftFilter(Currency: "USD"), refunded.Id);
        await ShowsAsync(new GiftFilter(Least: "123.45", Most: "123.45"), disputed.Id);
        await ShowsAsync(new GiftFilter(Least: "123.46"), open.Id);
        await ShowsAsync(new GiftFilter(Most: "25.00", Currency: "EUR"), paid.Id);
        await ShowsAsync(new GiftFilter(Most: "25.00", Currency: "USD"));
        await ShowsAsync(new GiftFilter(Trouble: GiftTrouble.Refunded), refunded.Id);
        await ShowsAsync(new GiftFilter(Trouble: GiftTrouble.Disputed), disputed.Id);
        await ShowsAsync(new GiftFilter(Trouble: GiftTrouble.Lost));
        await ShowsAsync(new GiftFilter(Trouble: GiftTrouble.WithoutReceipt), refunded.Id);
        await ShowsAsync(new GiftFilter("r@example.org", Trouble: GiftTrouble.WithoutReceipt), refunded.Id);
        await ShowsAsync(new GiftFilter("d@example.org", Trouble: GiftTrouble.WithoutReceipt));
        await ShowsAsync(new GiftFilter(Campaign: TestOrganisation.CampaignSlug, Status: DonationStatus.Succeeded), disputed.Id, refunded.Id, paid.Id);
        await ShowsAsync(new GiftFilter(Campaign: "no-such-campaign"));
        await ShowsAsync(new GiftFilter(Fund: world.UrgentFund), open.Id, disputed.Id, refunded.Id, paid.Id);
        await ShowsAsync(new GiftFilter(Fund: world.GeneralFund));
        await ShowsAsync(new GiftFilter(Entity: "bg"), open.Id, disputed.Id, refunded.Id, paid.Id);
        await ShowsAsync(new GiftFilter(Entity: "mk"));

        async Task ShowsAsync(GiftFilter filter, params Guid[] gifts)
        {
            Assert.Equal(filter, GiftFilter.Parse(filter.ToAddress()));
            Assert.Equal(gifts, (await ReadAsync(host, filter)).Rows.Select(r => r.Id));
        }
    }

    [Fact]
    public async Task A_paid_gift_whose_receipt_is_not_written_yet_is_shown_as_without_one()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        var gift = await host.GiveAsync();
        await host.PayAsync(gift);
        await host.DeliverWebhooksAsync();
        // Settled, and no more: the relay runs one round.
        await host.Services.GetRequiredService<Charity.Data.Work.Relay>().RunAsync(default);
        Assert.Equal(DonationStatus.Succeeded, (await host.GiftAsync(gift.Id)).Status);
        await using (var db = host.Db())
        {
            if (!await db.Receipts.AnyAsync())
            {
                Assert.Equal([gift.Id], (await ReadAsync(host, new GiftFilter(Trouble: GiftTrouble.WithoutReceipt))).Rows.Select(r => r.Id));
            }
        }

        await host.ArriveAsync();
        Assert.Empty((await ReadAsync(host, new GiftFilter(Trouble: GiftTrouble.WithoutReceipt))).Rows);
    }

    [Fact]
    [Trait("Case", "D06")]
    public async Task Days_are_those_of_the_organisation_s_calendar()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        // 23:30 in Sofia is 21:30 UTC in winter.
        var start = new DateTime(2027, 1, 10, 21, 30, 0, DateTimeKind.Utc);
        host.Clock.Advance(start - host.Clock.UtcNow);
        var late = await host.GiveAsync();
        host.Clock.Advance(TimeSpan.FromHours(1));
        var early = await host.GiveAsync();

        Assert.Equal([late.Id], (await ReadAsync(host, new GiftFilter(From: new(2027, 1, 10), To: new(2027, 1, 10)))).Rows.Select(r => r.Id));
        Assert.Equal([early.Id], (await ReadAsync(host, new GiftFilter(From: new(2027, 1, 11)))).Rows.Select(r => r.Id));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Case", "D08")]
    public async Task Pages_forward_back_and_last_stay_what_they_are_while_new_gifts_come(bool found)
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        // Several in one moment, so that ids decide.
        var made = new List<Guid>();
        for (var i = 0; i < (GiftList.PageSize * 2) + 20; i++)
        {
            made.Add((await host.GiveAsync(email: $"many{i}@example.org")).Id);
            host.Clock.Advance(TimeSpan.FromSeconds(i % 3 == 0 ? 1 : 0));
        }

        var filter = found ? new GiftFilter("шевч") : new GiftFilter();
        var first = await ReadAsync(host, filter);
        Assert.Null(first.Newer);
        Assert.Equal(made.Count, first.Count);
        await host.GiveAsync(email: "newcomer@example.org");

        var second = await ReadAsync(host, filter, new(Older: first.Older));
        var third = await ReadAsync(host, filter, new(Older: second.Older));
        Assert.Null(third.Older);
        Assert.Equal(20, third.Rows.Count);
        Assert.Equal(made.Order(), first.Rows.Concat(second.Rows).Concat(third.Rows).Select(r => r.Id).Order());
        Assert.True(first.Rows.Concat(second.Rows).Concat(third.Rows).Select(r => new GiftPlace(r.CreatedAt, r.Id)).SequenceEqual(
            first.Rows.Concat(second.Rows).Concat(third.Rows).Select(r => new GiftPlace(r.CreatedAt, r.Id)).OrderDescending()));

        var back = await ReadAsync(host, filter, new(Newer: third.Newer));
        Assert.Equal(second.Rows.Select(r => r.Id), back.Rows.Select(r => r.Id));
        var last = await ReadAsync(host, filter, new(Last: true));
        Assert.Null(last.Older);
        Assert.Equal(GiftList.PageSize, last.Rows.Count);
        Assert.Equal(third.Rows.Select(r => r.Id), last.Rows.Skip(GiftList.PageSize - 20).Select(r => r.Id));
        // What is newer than the first page's end is less than a page: the newest page is shown whole.
        var top = await ReadAsync(host, filter, new(Newer: new GiftPlace(first.Rows[10].CreatedAt, first.Rows[10].Id)));
        Assert.Equal(GiftList.PageSize, top.Rows.Count);
        Assert.Null(top.Newer);
    }

    [Fact]
    public async Task Sums_are_what_came_in_less_what_went_back_in_each_currency()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        await host.GivenAsync(2500);
        var part = await host.GivenAsync(10_000);
        await host.RefundInDashboardAsync(part, 4_000);
        await host.GivenAsync(3_000, "USD");
        await host.GiveAsync(99_900);
        await host.ArriveAsync();

        foreach (var filter in new[] { new GiftFilter(), new GiftFilter("шевченко") })
        {
            var page = await ReadAsync(host, filter);
            Assert.Equal(4, page.Count);
            Assert.Equal(["EUR 8500", "USD 3000"], page.Sums!.Select(s => $"{s.Currency.Code} {s.Minor}"));
        }
    }

    [Fact]
    public async Task Gifts_that_are_not_in_the_index_are_put_there_by_the_job_once()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        for (var i = 0; i < 3; i++)
        {
            await host.GiveAsync(email: $"old{i}@example.org");
            host.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        await using (var db = host.Db())
        {
            await db.SearchHits.ExecuteDeleteAsync();
            await db.SearchParts.ExecuteDeleteAsync();
        }

        Assert.Empty((await ReadAsync(host, new GiftFilter("шевченко"))).Rows);
        while (await host.RunAsync<IndexStoredGifts, bool>(index => index.RunAsync(default)))
        {
        }

        Assert.Equal(3, (await ReadAsync(host, new GiftFilter("шевченко"))).Count);
        await using var after = host.Db();
        var (parts, hits) = (await after.SearchParts.CountAsync(), await after.SearchHits.CountAsync());
        Assert.False(await host.RunAsync<IndexStoredGifts, bool>(index => index.RunAsync(default)));
        Assert.Equal((parts, hits), (await after.SearchParts.CountAsync(), await after.SearchHits.CountAsync()));
    }

    [Fact]
    public async Task One_who_gives_every_month_adds_nothing_to_the_index()
    {
        await using var host = await CharityHost.StartWithStripeAsync();
        await host.SetUpOrganisationAsync();
        await host.GiveAsync();
        await using var db = host.Db();
        var (parts, hits) = (await db.SearchParts.CountAsync(), await db.SearchHits.CountAsync());
        await host.GiveAsync();
        Assert.Equal((parts, hits), (await db.SearchParts.CountAsync(), await db.SearchHits.CountAsync()));
    }

    [Fact]
    public void An_amount_is_read_as_its_reader_writes_it_and_kept_as_machines_do()
    {
        var parts = new Dictionary<string, string?> { ["least"] = "1.000,50", ["most"] = "2 000", ["currency"] = "eur" };
        var filter = GiftFilter.Read(parts.GetValueOrDefault, Charity.Accounting.AmountNotation.CommaDecimal);
        Assert.Equal(("1000.50", "2000.00", "EUR"), (filter.Least, filter.Most, filter.Currency));
        Assert.Equal(new GiftFilter(), GiftFilter.Read(name => name == "least" ? "a lot" : name == "status" ? "7" : null));
    }

    [Fact]
    public async Task A_filter_is_kept_under_a_name_of_one_s_own_and_replaced_under_the_same()
    {
        await using var host = await CharityHost.StartAsync();
        var (me, other) = (Guid.NewGuid(), Guid.NewGuid());
        Assert.Equal(SaveFilterOutcome.Saved, await SaveAsync(me, "Large", new GiftFilter(Least: "1000.00")));
        Assert.Equal(SaveFilterOutcome.Saved, await SaveAsync(me, " Large ", new GiftFilter(Least: "2000.00")));
        Assert.Equal(SaveFilterOutcome.Saved, await SaveAsync(other, "Large", new GiftFilter("бюро")));
        Assert.Equal(SaveFilterOutcome.NothingToSave, await SaveAsync(me, "All", new GiftFilter()));
        Assert.Equal(SaveFilterOutcome.NameMissing, await SaveAsync(me, "  ", new GiftFilter("x")));
        await using var db = host.Db();
        var mine = await db.SavedFilters.AsNoTracking().SingleAsync(f => f.UserId == me);
        Assert.Equal(new GiftFilter(Least: "2000.00"), GiftFilter.Parse(mine.Address));

        Assert.False(await host.RunAsync<ForgetFilter, bool>(f => f.RunAsync(new(other, mine.Id), default)));
        Assert.True(await host.RunAsync<ForgetFilter, bool>(f => f.RunAsync(new(me, mine.Id), default)));
        for (var i = 0; i < SaveFilter.Most; i++)
        {
            Assert.Equal(SaveFilterOutcome.Saved, await SaveAsync(me, $"Filter {i}", new GiftFilter("x")));
        }

        Assert.Equal(SaveFilterOutcome.TooMany, await SaveAsync(me, "One more", new GiftFilter("x")));

        Task<SaveFilterOutcome> SaveAsync(Guid user, string name, GiftFilter filter)
            => host.RunAsync<SaveFilter, SaveFilterOutcome>(s => s.RunAsync(new(user, name, filter), default));
    }

    internal static async Task<GiftPage> ReadAsync(CharityHost host, GiftFilter filter, GiftPageAsked? asked = null)
    {
        await using var scope = host.Scope();
        return await scope.ServiceProvider.GetRequiredService<GiftList>().ReadAsync(filter, asked ?? new GiftPageAsked(), default);
    }
}
