using Charity.Organisation;
using Charity.Receipts;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Tests.Receipts;

public sealed class AddTaxIdTests
{
    /// <summary>An EGN whose check digit is right; published as an example, of no person.</summary>
    private const string Egn = "7523169263";

    [Fact]
    public async Task A_tax_number_is_printed_on_a_corrected_certificate_and_mailed_once()
    {
        await using var host = await CharityHost.StartAsync();
        var organisation = await host.SetUpOrganisationAsync();
        var gift = await host.PayAsync(organisation, 2580, coveredFee: 80);
        await host.DrainAsync();

        Assert.Equal(AddTaxIdOutcome.Added, (await AddAsync(host, gift, "752316 9263")).Outcome);
        await host.DrainAsync();
        Assert.Equal(AddTaxIdOutcome.AlreadyAdded, (await AddAsync(host, gift, Egn)).Outcome);
        Assert.Equal(AddTaxIdOutcome.AnotherStands, (await AddAsync(host, gift, "8032056031")).Outcome);
        await host.DrainAsync();

        await using var db = host.Db();
        var receipts = await db.Receipts.OrderBy(r => r.Sequence).ToListAsync();
        Assert.Equal([(ReceiptState.Replaced, "donation"), (ReceiptState.Valid, "correction-2")], receipts.Select(r => (r.State, r.Kind)));
        var snapshot = ReceiptSnapshot.FromJson(receipts[1].Snapshot);
        Assert.Equal((2580, 80, TaxIdKind.BgEgn), (snapshot.AmountMinor, snapshot.CoveredFeeMinor, snapshot.DonorTaxId));
        Assert.Equal(2, host.Mailbox.Mails.Count);
        Assert.Equal("BG-2026-000002.pdf", host.Mailbox.Mails[1].Attachments.Single().FileName);
    }

    [Fact]
    [Trait("Case", "A17")]
    public async Task The_number_rests_nowhere_in_clear()
    {
        await using var host = await CharityHost.StartAsync();
        var organisation = await host.SetUpOrganisationAsync();
        var gift = await host.PayAsync(organisation);
        await host.DrainAsync();
        await AddAsync(host, gift, Egn);
        await host.DrainAsync();

        await using var db = host.Db();
        var row = await db.DonationTaxIds.SingleAsync();
        Assert.DoesNotContain(Egn, row.Sealed, StringComparison.Ordinal);
        Assert.All(await db.Receipts.Select(r => r.Snapshot).ToListAsync(), s => Assert.DoesNotContain(Egn, s, StringComparison.Ordinal));
        Assert.All(await db.Outbox.Select(m => m.Payload).ToListAsync(), p => Assert.DoesNotContain(Egn, p, StringComparison.Ordinal));
        Assert.All(host.Mailbox.Mails, m => Assert.DoesNotContain(Egn, m.Text + m.Html + m.Subject, StringComparison.Ordinal));
        Assert.DoesNotContain(Egn, new AddTaxId.Input(gift, TaxIdKind.BgEgn, Egn).ToString(), StringComparison.Ordinal);
        Assert.Equal("••••••••63", row.Masked(host.Services.GetRequiredService<TaxIdVault>()));
    }

    [Theory]
    [InlineData("7523169264", TaxIdFault.WrongCheckDigit)]
    [InlineData("", TaxIdFault.Empty)]
    [InlineData("75231692", TaxIdFault.WrongLength)]
    [InlineData("nonsense", TaxIdFault.NotDigits)]
    public async Task A_number_that_cannot_be_right_changes_nothing(string typed, TaxIdFault fault)
    {
        await using var host = await CharityHost.StartAsync();
        var organisation = await host.SetUpOrganisationAsync();
        var gift = await host.PayAsync(organisation);
        await host.DrainAsync();

        Assert.Equal(new TaxIdResult(AddTaxIdOutcome.Wrong, fault), await AddAsync(host, gift, typed));

        await using var db = host.Db();
        Assert.Equal(0, await db.DonationTaxIds.CountAsync());
        Assert.Equal(1, await db.Receipts.CountAsync());
    }

    [Fact]
    public async Task A_company_is_asked_for_a_companys_number()
    {
        await using var host = await CharityHost.StartAsync();
        var organisation = await host.SetUpOrganisationAsync();
        var gift = await host.PayAsync(organisation, words: new("Ivan", "bg", "ivan@example.org", "Firm"));
        await host.DrainAsync();

        var offer = await host.RunAsync<OfferTaxId, TaxIdOffer>(o => o.RunAsync(gift, default));
        Assert.Equal([TaxIdKind.BgEik], offer.Kinds.Select(k => k.Kind));
        Assert.Equal(AddTaxIdOutcome.NotOffered, (await AddAsync(host, gift, Egn)).Outcome);
    }

    [Fact]
    public async Task Nothing_is_offered_before_the_receipt_stands_or_after_it_is_void()
    {
        await using var host = await CharityHost.StartAsync();
        var organisation = await host.SetUpOrganisationAsync();
        var gift = await host.PayAsync(organisation);

        Assert.Empty((await host.RunAsync<OfferTaxId, TaxIdOffer>(o => o.RunAsync(gift, default))).Kinds);
        await host.DrainAsync();
        Assert.NotEmpty((await host.RunAsync<OfferTaxId, TaxIdOffer>(o => o.RunAsync(gift, default))).Kinds);
        await host.RefundAsync(gift, 2500);
        await host.DrainAsync();
        Assert.Empty((await host.RunAsync<OfferTaxId, TaxIdOffer>(o => o.RunAsync(gift, default))).Kinds);
        Assert.Equal(AddTaxIdOutcome.NotOffered, (await AddAsync(host, gift, Egn)).Outcome);
    }

    [Fact]
    public async Task A_partial_refund_after_it_keeps_the_number_on_the_certificate()
    {
        await using var host = await CharityHost.StartAsync();
        var organisation = await host.SetUpOrganisationAsync();
        var gift = await host.PayAsync(organisation);
        await host.DrainAsync();
        await AddAsync(host, gift, Egn);
        await host.RefundAsync(gift, 500);
        await host.DrainAsync();

        await using var db = host.Db();
        var last = await db.Receipts.OrderByDescending(r => r.Sequence).FirstAsync();
        var snapshot = ReceiptSnapshot.FromJson(last.Snapshot);
        Assert.Equal(("correction-3", 2000, TaxIdKind.BgEgn), (last.Kind, snapshot.AmountMinor, snapshot.DonorTaxId));
    }

    private static Task<TaxIdResult> AddAsync(CharityHost host, Guid gift, string typed)
        => host.RunAsync<AddTaxId, TaxIdResult>(add => add.RunAsync(new(gift, TaxIdKind.BgEgn, typed), default));
}
