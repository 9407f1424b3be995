using System.Globalization;
using System.Text;
using Charity.Accounting;
using Charity.Donations;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Tests.Donations;

public sealed class TransferTests
{
    [Fact]
    public async Task An_announced_transfer_has_a_reference_an_account_and_a_mail_with_both()
    {
        await using var host = await CharityHost.StartAsync();
        var world = await host.SetUpOrganisationAsync();
        var form = await host.FormAsync(5000);
        var outcome = await AnnounceAsync(host, form);
        var id = outcome.Start.DonationId!.Value;
        var gift = await host.GiftAsync(id);
        Assert.Equal((DonationStatus.Expected, DonationChannel.BankTransfer, world.Bulgarian), (gift.Status, gift.Channel, gift.LegalEntityId));
        Assert.True(TransferReference.IsValid(gift.TransferReference));

        var details = await DetailsAsync(host, id);
        Assert.Equal(("BG80BNBG96611020345678", "EUR", new Money(5000, Currency.Eur)), (details!.Iban, details.AccountCurrency, details.Amount));
        Assert.Contains(details.CreditorReference, details.EpcPayload, StringComparison.Ordinal);
        await host.DrainAsync();
        await using var db = host.Db();
        Assert.Equal(("transfer-instructions", id), ((await db.Mails.SingleAsync()).Kind, (await db.Mails.SingleAsync()).DonationId));
        // Nothing is raised before the money is there.
        Assert.Empty(await host.TotalsAsync());
    }

    [Fact]
    public async Task The_same_form_again_keeps_its_reference()
    {
        await using var host = await CharityHost.StartAsync();
        await host.SetUpOrganisationAsync();
        var form = await host.FormAsync(5000);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => AnnounceAsync(host, form)));
        await using var db = host.Db();
        var gift = await db.Donations.SingleAsync();
        Assert.All(outcomes, o => Assert.Equal(gift.Id, o.Start.DonationId));
        Assert.Single(outcomes, o => o.Start.Result == StartResult.Stored);
        Assert.Single(await db.Outbox.Where(m => m.Kind == TransferAnnounced.Kind).ToListAsync());
    }

    [Fact]
    public async Task A_gift_in_denars_goes_to_the_entity_with_an_account_in_denars_and_has_no_euro_code()
    {
        await using var host = await CharityHost.StartAsync();
        var world = await host.SetUpOrganisationAsync();
        var outcome = await AnnounceAsync(host, (await host.FormAsync(300000, "MKD")) with { TermsVersionId = await host.TermsAsync("mk") });
        Assert.Equal(world.Macedonian, (await host.GiftAsync(outcome.Start.DonationId!.Value)).LegalEntityId);
        Assert.Null((await DetailsAsync(host, outcome.Start.DonationId.Value))!.EpcPayload);
    }

    [Fact]
    public async Task A_covered_fee_is_not_added_where_there_is_no_fee()
    {
        await using var host = await CharityHost.StartAsync();
        await host.SetUpOrganisationAsync();
        var outcome = await AnnounceAsync(host, (await host.FormAsync(5000)) with { CoverFee = true });
        var gift = await host.GiftAsync(outcome.Start.DonationId!.Value);
        Assert.Equal((5000, 0), (gift.AmountMinor, gift.CoveredFeeMinor));
    }

    [Theory]
    [InlineData("539007547034", "RF18")]
    [InlineData("000000000001", null)]
    public void Creditor_references_are_checked_by_iso_11649(string digits, string? prefix)
    {
        var reference = TransferReference.ToCreditorReference(digits);
        Assert.Equal(1, Mod97(reference[4..] + "2715" + reference[2..4]));
        if (prefix is not null)
        {
            // The standard's own example, RF18 5390 0754 7034.
            Assert.StartsWith(prefix, reference, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_single_wrong_digit_or_swapped_neighbours_are_always_found()
    {
        for (var run = 0; run < 300; run++)
        {
            var reference = TransferReference.New();
            Assert.True(TransferReference.IsValid(reference));
            Assert.NotEqual('0', reference[0]);
            for (var at = 0; at < reference.Length; at++)
            {
                for (var digit = '0'; digit <= '9'; digit++)
                {
                    var typed = new StringBuilder(reference) { [at] = digit }.ToString();
                    Assert.Equal(typed == reference, TransferReference.IsValid(typed));
                }

                if (at > 0 && reference[at] != reference[at - 1])
                {
                    var swapped = new StringBuilder(reference) { [at] = reference[at - 1], [at - 1] = reference[at] }.ToString();
                    Assert.False(TransferReference.IsValid(swapped));
                }
            }
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("12345678901")]
    [InlineData("1234567890123")]
    [InlineData("12345678901x")]
    [InlineData("１２３４５６７８９０１２")]
    public void Anything_else_is_no_reference(string? text) => Assert.False(TransferReference.IsValid(text));

    [Fact]
    public void The_code_for_bank_apps_follows_epc069_12()
    {
        var payload = EpcQr.Payload("Фондация „Тест“", "BG80BNBG96611020345678", "BNBGBGSD", new Money(2505, Currency.Eur), "RF18539007547034");
        Assert.Equal(
            ["BCD", "002", "1", "SCT", "BNBGBGSD", "Фондация „Тест“", "BG80BNBG96611020345678", "EUR25.05", "CHAR", "RF18539007547034"],
            payload.Split('\n'));
        Assert.True(Encoding.UTF8.GetByteCount(EpcQr.Payload(new string('Ж', 200), "BG80BNBG96611020345678", null, new Money(1, Currency.Eur), "RF18539007547034")) <= EpcQr.MaxBytes);
        Assert.Throws<ArgumentException>(() => EpcQr.Payload("X", "BG80BNBG96611020345678", null, new Money(100, Currency.Usd), "RF18539007547034"));
        Assert.Throws<ArgumentException>(() => EpcQr.Payload("X", "BG80BNBG96611020345678", null, new Money(0, Currency.Eur), "RF18539007547034"));
    }

    private static async Task<TransferOutcome> AnnounceAsync(CharityHost host, GiftForm form)
    {
        await using var scope = host.Scope();
        return await scope.ServiceProvider.GetRequiredService<AnnounceTransfer>().RunAsync(form, default);
    }

    private static async Task<TransferDetails?> DetailsAsync(CharityHost host, Guid id)
    {
        await using var scope = host.Scope();
        return await scope.ServiceProvider.GetRequiredService<TransferInstructions>().ReadAsync(id, default);
    }

    private static int Mod97(string text)
        => (int)(System.Numerics.BigInteger.Parse(string.Concat(text.Select(c => char.IsDigit(c) ? c.ToString() : (c - 'A' + 10).ToString(CultureInfo.InvariantCulture))), CultureInfo.InvariantCulture) % 97);
}
