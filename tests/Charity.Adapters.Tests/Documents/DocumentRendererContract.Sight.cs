using Charity.Documents;
using Charity.Testing.Documents;
using Charity.Testing.Tools;
using Xunit;

namespace Charity.Adapters.Tests.Documents;

/// <content>What the eye sees: the pages drawn as pictures.</content>
public abstract partial class DocumentRendererContract
{
    private const double MarginMillimetres = 20;

    [ToolFact("pdftoppm", "pdfinfo")]
    [Trait("Case", "X07")]
    public async Task Nothing_stands_in_the_margins()
    {
        var documents = new[]
        {
            SampleDocuments.Receipt("uk", new string('Ш', 500)),
            SampleDocuments.LongTable("bg", 60),
            Everything("mk"),
            Simple("uk", new BigAmount(new string('Ж', 120), "999 999 999 999 999,99 ₴ (" + new string('Ю', 30) + ")", new string('щ', 300))),
            Simple("en", new Table([.. Enumerable.Range(0, 9).Select(i => new Column("Column" + new string('x', i * 6), (ColumnAlignment)(i % 4)))],
                [.. Enumerable.Range(0, 5).Select(r => new Row([.. Enumerable.Range(0, 9).Select(c => new string('W', 3 + (r * c * 5)))]))])),
        };
        foreach (var document in documents)
        {
            var path = await SaveAsync(document);
            var pages = await PageCountAsync(path);
            for (var page = 1; page <= pages; page++)
            {
                var ink = (await PageImage.DrawAsync(path, page)).Ink();
                Assert.InRange(ink.Left, MarginMillimetres - 0.6, 210);
                Assert.InRange(ink.Right, 0, 210 - MarginMillimetres + 0.6);
                Assert.InRange(ink.Top, 8, 297);
                Assert.InRange(ink.Bottom, 0, 297 - 8);
            }
        }
    }

    [ToolFact("pdftoppm")]
    public async Task The_code_on_paper_is_the_code_of_its_payload()
    {
        const string Payload = "https://give.example.org/uk/check/Zk3vQ9xT7bLw2RmN8yHcP4sJ6dFgA1uE5oKiXq07Y";
        const double Size = 60;
        const int PixelsPerInch = 300;
        var path = await SaveAsync(Simple("uk", new QrCode(Payload, [], "code") { Size = Size }));
        var page = await PageImage.DrawAsync(path, 1, PixelsPerInch);
        var matrix = QrMatrix.Of(Payload);
        var module = Size * PixelsPerInch / 25.4 / matrix.Size;
        double left = MarginMillimetres * PixelsPerInch / 25.4, top = left;
        for (var y = 0; y < matrix.Size; y++)
        {
            for (var x = 0; x < matrix.Size; x++)
            {
                var seen = page[(int)(left + ((x + 0.5) * module)), (int)(top + ((y + 0.5) * module))];
                Assert.True(seen < 128 == matrix[x, y], FormattableString.Invariant($"square {x},{y} is {seen}"));
            }
        }
    }

    [ToolFact("pdftoppm")]
    public async Task Pictures_are_drawn_with_their_colours_and_transparent_places()
    {
        // A dark disc on nothing: its corners stay as white as the paper.
        var path = await SaveAsync(Simple("en", new Picture(TestPictures.Logo, "logo") { MaxWidth = 17 }));
        var page = await PageImage.DrawAsync(path, 1);
        var (left, top, right, bottom) = page.Ink();
        int Pixel(double millimetres) => (int)(millimetres * PageImage.PixelsPerInch / 25.4);
        Assert.InRange(page[Pixel((left + right) / 2), Pixel((top + bottom) / 2)], 60, 110);
        Assert.Equal(255, page[Pixel(left) + 1, Pixel(top) + 1]);
        Assert.Equal(255, page[Pixel(right) - 1, Pixel(bottom) - 1]);
    }

    [ToolFact("pdftoppm")]
    public async Task A_loose_mark_stands_over_its_letter()
    {
        // The same word, with and without stress on its tall letter: the mark adds ink above and nowhere else.
        async Task<(double Left, double Top, double Right, double Bottom)> InkAsync(string text) =>
            (await PageImage.DrawAsync(await SaveAsync(Simple("uk", new BigAmount("", text, "")), text.Length + ".pdf"), 1)).Ink();
        var plain = await InkAsync("Ю");
        var stressed = await InkAsync("Ю\u0301");
        Assert.InRange(plain.Top - stressed.Top, 0.8, 5);
        Assert.Equal(plain.Left, stressed.Left, 0.3);
        Assert.Equal(plain.Right, stressed.Right, 0.3);
        Assert.Equal(plain.Bottom, stressed.Bottom, 0.3);
    }

    private static async Task<int> PageCountAsync(string path)
    {
        var answer = await SystemTool.RunAsync("pdfinfo", path);
        var line = answer.Output.Split('\n').Single(l => l.StartsWith("Pages:", StringComparison.Ordinal));
        return int.Parse(line["Pages:".Length..], System.Globalization.CultureInfo.InvariantCulture);
    }
}
