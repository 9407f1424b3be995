using System.Globalization;
using Charity.Documents;
using Charity.Testing.Documents;
using Charity.Testing.Tools;
using Xunit;

namespace Charity.Adapters.Tests.Documents;

/// <summary>What every renderer must do, judged by what comes out: by readers that others wrote, and by the eye.</summary>
public abstract partial class DocumentRendererContract : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("charity-documents-");

    protected DocumentRendererContract(IDocumentRenderer renderer, ContractTally<DocumentRendererContract> tally)
    {
        Renderer = renderer;
        tally.Count(renderer.Name);
    }

    public static TheoryData<string> Languages => ["uk", "bg", "mk", "en"];

    protected IDocumentRenderer Renderer { get; }

    protected static Document Everything(string language) => SampleDocuments.Everything(language, TestPictures.Jpeg, TestPictures.Logo);

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void The_same_document_gives_the_same_bytes()
    {
        foreach (var draw in new Func<Document>[] { () => SampleDocuments.Receipt("uk"), () => SampleDocuments.LongTable("bg", 60), () => Everything("mk") })
        {
            Assert.Equal(Renderer.Render(draw()), Renderer.Render(draw()));
        }
    }

    [Fact]
    public void Documents_drawn_at_once_on_many_threads_do_not_mix()
    {
        var names = Enumerable.Range(0, 64).Select(i => SampleDocuments.NameIn("bg") + i.ToString(CultureInfo.InvariantCulture)).ToList();
        var alone = names.Select(n => Renderer.Render(SampleDocuments.Receipt("bg", n))).ToList();
        Parallel.For(0, names.Count, i => Assert.Equal(alone[i], Renderer.Render(SampleDocuments.Receipt("bg", names[i]))));
    }

    [Fact]
    public void Another_name_date_or_number_gives_other_bytes()
    {
        var receipt = SampleDocuments.Receipt("en");
        var bytes = Renderer.Render(receipt);
        Assert.NotEqual(bytes, Renderer.Render(SampleDocuments.Receipt("en", "Someone Else")));
        Assert.NotEqual(bytes, Renderer.Render(receipt with { CreatedAt = receipt.CreatedAt.AddSeconds(1) }));
    }

    [Theory]
    [Trait("Case", "X07")]
    [InlineData("Олена 🎁", "🎁")]
    [InlineData("שרה לוי", "ש")]
    [InlineData("محمد", "م")]
    [InlineData("山田", "山")]
    [InlineData("\u0301Олена", "\u0301")]
    [InlineData("Олена\u202Eанелo", "\u202E")]
    public void A_name_that_cannot_be_shown_is_refused_and_never_dropped(string name, string missing)
    {
        Assert.Contains(missing, PrintableText.Missing(name));
        var refusal = Assert.Throws<UnprintableTextException>(() => Renderer.Render(SampleDocuments.Receipt("uk", name)));
        Assert.Equal(PrintableText.Missing(name), refusal.Missing);
    }

    [Fact]
    [Trait("Case", "X07")]
    public void A_form_that_finds_a_text_printable_is_never_proved_wrong()
    {
        // Every character of the plane that PrintableText lets pass, a hundred and fifty to a paragraph.
        var printable = Enumerable.Range(0x20, 0xFFDF).Select(c => "о" + (char)c).Where(PrintableText.IsPrintable).ToList();
        Assert.InRange(printable.Count, 1000, 5000);
        var paragraphs = printable.Chunk(150).Select(chunk => (Block)new Paragraph(string.Concat(chunk))).ToList();
        Assert.NotEmpty(Renderer.Render(new Document("bg", "Всички букви", "Шрифт", new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), paragraphs)));
    }

    [Theory]
    [InlineData("not a picture at all")]
    [InlineData("")]
    public void A_picture_that_is_none_is_refused(string content)
    {
        var document = new Document("en", "Picture", "A", DateTime.UnixEpoch, [new Picture(System.Text.Encoding.ASCII.GetBytes(content), "x")]);
        Assert.Throws<DocumentException>(() => Renderer.Render(document));
    }

    [Fact]
    public void A_damaged_picture_is_refused_or_drawn_but_never_anything_else()
    {
        const int Seed = 20260131;
        var random = new Random(Seed);
        for (var i = 0; i < 200; i++)
        {
            var content = (i % 2 == 0 ? TestPictures.Jpeg : TestPictures.Logo).ToArray();
            for (var hits = random.Next(1, 6); hits > 0; hits--)
            {
                content[random.Next(content.Length)] = (byte)random.Next(256);
            }

            var cut = random.Next(4) == 0 ? random.Next(content.Length) : content.Length;
            var document = new Document("en", "Picture", "A", DateTime.UnixEpoch, [new Picture(content[..cut], "x")]);
            try
            {
                Renderer.Render(document);
            }
            catch (DocumentException)
            {
                // Refused in the way callers expect.
            }
            catch (Exception other)
            {
                Assert.Fail(FormattableString.Invariant($"seed {Seed}, mutation {i}: {other}"));
            }
        }
    }

    [Fact]
    public void A_code_too_long_or_a_table_without_columns_is_refused()
    {
        Document With(Block block) => new("en", "Refused", "A", DateTime.UnixEpoch, [block]);
        Assert.Throws<DocumentException>(() => Renderer.Render(With(new QrCode(new string('x', QrMatrix.MaxPayloadBytes + 1), [], "code"))));
        Assert.Throws<DocumentException>(() => Renderer.Render(With(new Table([], []))));
        Assert.Throws<DocumentException>(() => Renderer.Render(With(new Table([new Column("a")], [new Row("1", "2")]))));
    }

    /// <summary>Draws a document into a file of this test.</summary>
    private async Task<string> SaveAsync(Document document, string name = "document.pdf")
    {
        var path = Path.Combine(_folder.FullName, name);
        await File.WriteAllBytesAsync(path, Renderer.Render(document));
        return path;
    }
}
