using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Charity.Documents;
using Charity.Donations;
using Charity.Languages;
using Charity.Organisation;
using Charity.Receipts;
using Charity.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Tests.Receipts;

public sealed class ReceiptDocumentTests : IAsyncLifetime
{
    private CharityHost host = null!;

    public async Task InitializeAsync() => host = await CharityHost.StartAsync();

    public async Task DisposeAsync() => await host.DisposeAsync();

    private IDocumentRenderer Renderer => host.Services.GetRequiredService<IDocumentRenderer>();

    private static readonly ReceiptStanding Standing = new(ReceiptState.Valid, "https://give.example.org/check/" + new string('a', 43), "7523169263", null);

    /// <summary>
    /// Whoever changes a word, an order or a rule of the drawing makes version 2 beside it and leaves this one as it is:
    /// receipts that were sent must be drawn again to the byte.
    /// </summary>
    [Fact]
    public void Version_1_of_the_template_never_changes()
    {
        var document = Compose(Snapshot(Language.Uk, Language.Bg), Standing);

        Assert.Equal("183ead0e5d83ae76", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Describe(document))))[..16]);
    }

    [Fact]
    public void A_snapshot_reads_back_as_it_was_written()
    {
        var snapshot = Snapshot(Language.Mk, Language.Bg);
        var again = ReceiptSnapshot.FromJson(snapshot.ToJson());

        Assert.Equal(snapshot.ToJson(), again.ToJson());
        Assert.Equal(snapshot.Amount, again.Amount);
        Assert.Equal(Renderer.Render(Compose(snapshot, Standing)), Renderer.Render(Compose(again, Standing)));
    }

    [Theory]
    [Trait("Case", "D07")]
    [Trait("Case", "X07")]
    [InlineData("uk", "Ґалина Єрмоленко-Їжакевич, Ірина’s")]
    [InlineData("bg", "Йордан Щерев\nвтори ред на името")]
    [InlineData("mk", "Ѓорѓи Ќуќев Ѕвезда Јована Љубен Њего Џамбаз")]
    [InlineData("en", "O'Neill & Sons <script>, Zoë Łukasz Dvořák")]
    public void Names_in_every_language_are_drawn(string language, string name)
    {
        foreach (var donor in new[] { name, string.Concat(Enumerable.Repeat(name + " ", 40))[..500] })
        {
            var snapshot = Snapshot(Language.Of(language), Language.Bg) with { DonorName = donor, CompanyName = donor, DedicationName = donor };
            foreach (var state in Enum.GetValues<ReceiptState>())
            {
                var standing = Standing with { State = state, EndedOn = state == ReceiptState.Valid ? null : new DateOnly(2026, 4, 1) };
                Assert.True(Renderer.Render(Compose(snapshot, standing)).Length > 10_000);
            }
        }
    }

    [Fact]
    public void The_tax_number_is_printed_where_the_snapshot_has_a_place_for_it()
    {
        var with = Snapshot(Language.Bg, Language.Bg);
        var without = with with { DonorTaxId = null, Pages = [.. with.Pages.Select(p => p with { TaxIdLabel = null })] };

        Assert.Contains("7523169263", Describe(Compose(with, Standing)), StringComparison.Ordinal);
        Assert.DoesNotContain("7523169263", Describe(Compose(without, Standing)), StringComparison.Ordinal);
    }

    private Document Compose(ReceiptSnapshot snapshot, ReceiptStanding standing)
        => host.Services.GetRequiredService<ReceiptDocument>().Compose(snapshot, standing);

    private static ReceiptSnapshot Snapshot(params Language[] languages) => new(
        "BG-2026-000042", new DateTime(2026, 3, 10, 9, 0, 0, DateTimeKind.Utc), new DateOnly(2026, 3, 10), "BG-2026-000041", "certificate.bg.1",
        2580, "EUR", 80, new DateOnly(2026, 3, 9), new DateOnly(2026, 3, 10), DonationChannel.Stripe, "ch_1", "Олена Коваль", "Фірма", "123456789",
        TaxIdKind.BgEgn, DedicationKind.InMemoryOf, "Іван", "bg", "205000006", "https://register.example.org/1", "A. Signer", 3,
        "https://give.example.org/check/",
        [.. languages.Distinct().Select(l => new ReceiptPage(
            l, "Title " + l, "25,80 €", "words " + l, "0,80 €", "Issuer " + l, "Street 1\nSofia", "EIK", "Campaign " + l, "Fund " + l, "Chair", "EGN", "Law " + l,
            l == Language.Bg))]);

    /// <summary>Everything that the document says, in order.</summary>
    private static string Describe(Document document)
    {
        var text = new StringBuilder();
        text.AppendJoin('|', [document.Title, document.Author, document.Language, .. document.Head!.Left, .. document.Head.Right, document.Foot!.Text, document.Foot.PageFormat]);
        foreach (var block in document.Blocks)
        {
            text.Append('\n').Append(block.Language).Append(' ').Append(JsonSerializer.Serialize(block, block.GetType()));
            if (block is AtFoot foot)
            {
                text.AppendJoin('\n', foot.Blocks.Select(b => JsonSerializer.Serialize(b, b.GetType())));
            }
        }

        return text.ToString();
    }
}
