using Charity.Data.Work;
using Charity.Donations;
using Charity.Languages;
using Charity.Organisation;
using Charity.Receipts;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Tests.Receipts;

public sealed class IssueReceiptTests
{
    [Fact]
    public async Task A_paid_gift_gets_a_numbered_receipt_and_one_mail()
    {
        await using var host = await CharityHost.StartAsync();
        var organisation = await host.SetUpOrganisationAsync();
        var gift = await host.PayAsync(organisation, 2580, coveredFee: 80);

        await host.DrainAsync();

        await using var db = host.Db();
        var receipt = await db.Receipts.SingleAsync();
        Assert.Equal((gift, "BG-2026-000001", 1, 2026, ReceiptState.Valid), (receipt.DonationId, receipt.Number, receipt.Sequence, receipt.Year, receipt.State));
        var snapshot = ReceiptSnapshot.FromJson(receipt.Snapshot);
        Assert.Equal((2580, "EUR", 80), (snapshot.AmountMinor, snapshot.Currency, snapshot.CoveredFeeMinor));
        Assert.Equal(["uk", "bg"], snapshot.Pages.Select(p => p.Language.Code));
        Assert.Equal("двадцять п’ять євро 80 центів", snapshot.Pages[0].Words);
        Assert.Equal("двадесет и пет евро и 80 цента", snapshot.Pages[1].Words);
        Assert.Equal("Urgent aid fund (uk)", snapshot.Pages[0].Fund);
        var mail = Assert.Single(host.Mailbox.Mails);
        Assert.Equal("olena@example.org", mail.ToAddress);
        var pdf = Assert.Single(mail.Attachments);
        Assert.Equal(("BG-2026-000001.pdf", "application/pdf"), (pdf.FileName, pdf.MediaType));
        Assert.Equal(System.Security.Cryptography.SHA256.HashData(pdf.Content.Span), receipt.SentSha256);
    }

    [Theory]
    // The Macedonian tax number stands beside the number in the register, under the country's own name for it.
    [InlineData("mk", "7000001", "4030000375897", "ЕДБ")]
    // In Bulgaria the register's number is the tax office's too; a VAT number may stand beside it.
    [InlineData("bg", "175074752", "BG 175 074 752", "ЕИК")]
    // Where the country asks for none, none is printed.
    [InlineData("general", "HRB 1", "DE 123456789", null)]
    public async Task A_certificate_names_the_recipients_tax_number_where_the_country_asks_for_it(string pack, string register, string tax, string? label)
    {
        await using var host = await CharityHost.StartAsync();
        var organisation = await host.SetUpOrganisationAsync();
        await using (var db = host.Db())
        {
            await db.LegalEntities.Where(e => e.Id == organisation.Bulgarian).ExecuteUpdateAsync(set => set
                .SetProperty(e => e.CountryPack, pack).SetProperty(e => e.RegistrationNumber, register).SetProperty(e => e.TaxNumber, tax));
        }

        await host.PayAsync(organisation, words: new PaidGifts.Words(Language: pack == "mk" ? "mk" : "bg"));
        await host.DrainAsync();

        await using var after = host.Db();
        var snapshot = ReceiptSnapshot.FromJson((await after.Receipts.SingleAsync()).Snapshot);
        Assert.Equal((label is null ? null : tax, label), (snapshot.TaxNumber, snapshot.Pages[0].TaxNumberLabel));
        var document = host.Services.GetRequiredService<ReceiptDocument>()
            .Compose(snapshot, new ReceiptStanding(ReceiptState.Valid, "https://give.example.org/check/x", null, null));
        Assert.Equal(label is null ? 0 : 1, document.Head!.Left.Count(line => line == $"{label}: {tax}"));
        Assert.DoesNotContain(document.Head.Left, line => label is null && line.Contains(tax, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("4030000375897", true)]
    [InlineData("4030000375890", false)]
    [InlineData("7000001", false)]
    [InlineData(null, true)]
    [InlineData("  ", true)]
    public async Task A_tax_number_with_a_slip_in_it_is_refused_before_it_is_printed_on_anything(string? number, bool taken)
    {
        await using var host = await CharityHost.StartAsync();
        var outcome = await host.RunAsync<AddLegalEntity, OrganisationOutcome>(u => u.RunAsync(
            new("mk2", CharityHost.Named("Alliance"), CharityHost.Named("Skopje"), "7000001", null, "mk", null, "MKB", null, LocalizedText.Empty, number), default));
        Assert.Equal(taken ? [] : [OrganisationProblem.TaxNumberInvalid], outcome.Problems);
    }

    [Fact]
    [Trait("Case", "W03")]
    public async Task Being_told_twice_that_a_gift_is_paid_writes_one_receipt()
    {
        await using var host = await CharityHost.StartAsync();
        var organisation = await host.SetUpOrganisationAsync();
        var gift = await host.PayAsync(organisation);
        await host.DrainAsync();

        await using (var scope = host.Scope())
        {
            var db = scope.ServiceProvider.GetRequiredService<Charity.Data.CharityDb>();
            await db.Outbox.Where(m => m.Kind == DonationPaid.Kind).ExecuteDeleteAsync();
            scope.ServiceProvider.GetRequiredService<Outbox>().Add(new DonationPaid(gift));
            await db.SaveChangesAsync();
        }

        await host.DrainAsync();

        await using var after = host.Db();
        Assert.Equal(1, await after.Receipts.CountAsync());
        Assert.Equal(1, await after.Mails.CountAsync());
        Assert.Single(host.Mailbox.Mails);
    }

    [Fact]
    public async Task A_batch_of_gifts_takes_gapless_numbers_in_one_update_of_the_series()
    {
        await using var host = await CharityHost.StartAsync();
        var organisation = await host.SetUpOrganisationAsync();
        for (var i = 0; i < 130; i++)
        {
            await host.PayAsync(organisation, 100 + i);
        }

        await host.DrainAsync();

        await using var db = host.Db();
        Assert.Equal(Enumerable.Range(1, 130), await db.Receipts.OrderBy(r => r.Sequence).Select(r => r.Sequence).ToListAsync());
        Assert.Equal(131, (await db.ReceiptSeries.SingleAsync()).Next);
        Assert.Equal(130, host.Mailbox.Mails.Select(m => m.MessageId).Distinct().Count());
    }

    [Fact]
    public async Task The_year_of_the_number_is_the_entitys_own()
    {
        var clock = new FakeClock(new DateTimeOffset(2026, 12, 31, 22, 30, 0, TimeSpan.Zero));
        await using var host = await CharityHost.StartAsync(clock: clock);
        var organisation = await host.SetUpOrganisationAsync();
        await host.PayAsync(organisation);

        await host.DrainAsync();

        // Half past midnight in Sofia.
        await using var db = host.Db();
        Assert.Equal("BG-2027-000001", (await db.Receipts.SingleAsync()).Number);
    }

    [Fact]
    [Trait("Case", "D04")]
    public async Task A_gift_that_is_not_paid_gets_no_receipt_and_a_person_looks()
    {
        await using var host = await CharityHost.StartAsync();
        await host.SetUpOrganisationAsync();
        var unknown = Guid.NewGuid();
        await using (var scope = host.Scope())
        {
            scope.ServiceProvider.GetRequiredService<Outbox>().Add(new DonationPaid(unknown));
            await scope.ServiceProvider.GetRequiredService<Charity.Data.CharityDb>().SaveChangesAsync();
        }

        await host.DrainAsync();

        await using var db = host.Db();
        Assert.Equal(0, await db.Receipts.CountAsync());
        Assert.Equal(WorkState.Parked, (await db.Outbox.SingleAsync(m => m.Kind == DonationPaid.Kind)).State);
    }
}
