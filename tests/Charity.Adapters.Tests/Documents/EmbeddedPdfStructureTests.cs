using Charity.Documents;
using Charity.Embedded.Pdf;
using Charity.Testing.Documents;
using Xunit;

namespace Charity.Adapters.Tests.Documents;

/// <summary>The files of our own writer, object by object.</summary>
public sealed class EmbeddedPdfStructureTests
{
    public static TheoryData<string> Samples => ["receipt", "table", "everything"];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Everything_drawn_belongs_to_one_tag_or_is_marked_as_decoration(string sample)
    {
        var (pdf, content, root, reached) = Read(sample);
        Assert.Empty(content.Unmarked);
        Assert.Equal(content.Marks.Order(), reached.Order());
        Assert.Equal("Document", root.Type);
        Assert.Equal("true", pdf.Get(pdf.Catalog["MarkInfo"])["Marked"]);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void The_table_of_parents_leads_from_each_mark_and_link_back_to_its_tag(string sample)
    {
        var (pdf, content, root, _) = Read(sample);
        var numbers = pdf.List(pdf.Get(pdf.Get(pdf.Catalog["StructTreeRoot"])["ParentTree"])["Nums"]);
        var parents = Enumerable.Range(0, numbers.Count / 2).ToDictionary(i => (long)numbers[2 * i]!, i => numbers[(2 * i) + 1]);
        var elements = root.All.Select(n => n.Element).ToHashSet();
        for (var page = 0; page < pdf.Pages.Count; page++)
        {
            var ofPage = pdf.List(parents[(long)pdf.Pages[page]["StructParents"]!]);
            Assert.Equal(content.Marks.Count(m => m.Page == page), ofPage.Count);
            Assert.All(ofPage, p => Assert.Contains(pdf.Get(p), elements));
            Assert.Equal("S", pdf.Pages[page].Name("Tabs"));
            foreach (var annotation in (pdf.Pages[page].TryGetValue("Annots", out var list) ? pdf.List(list) : []).Select(pdf.Get))
            {
                Assert.Equal("Link", pdf.Get(parents[(long)annotation["StructParent"]!]).Name("S"));
                Assert.False(string.IsNullOrWhiteSpace(annotation.Text("Contents")));
            }
        }
    }

    [Fact]
    public void Text_is_read_in_the_order_of_the_document_also_over_pages()
    {
        var document = SampleDocuments.LongTable("bg", 60);
        var table = document.Blocks.OfType<Table>().Single();
        var (pdf, _, root, _) = Read(document);
        Assert.InRange(pdf.Pages.Count, 2, 4);
        // Lines of a cell come together as they were: the space that a line is broken after stays at its end.
        Assert.Equal(table.Rows.SelectMany(r => r.Cells), root.Of("TD").Select(n => n.Text));
    }

    [Fact]
    public void Tables_name_their_columns_once_and_facts_their_rows()
    {
        var (pdf, content, root, _) = Read("table");
        var heads = root.Of("TH").ToList();
        Assert.Equal(["№", "Дарител", "Предназначение", "EUR"], heads.Select(h => h.Text));
        Assert.All(heads, h => Assert.Equal("Column", pdf.Get(h.Element["A"]).Name("Scope")));
        Assert.Equal(["THead", "TBody"], root.Of("Table").Single().Kids.Where(k => k.Type != "Caption").Select(k => k.Type));
        Assert.All(root.Of("TR"), r => Assert.Equal(4, r.Kids.Count));
        // The head repeated on later pages is decoration: read once, seen on each.
        Assert.Contains("Предназначение", content.Decoration[1], StringComparison.Ordinal);

        var receipt = Read("receipt").Root;
        Assert.All(receipt.Of("TH"), h => Assert.Equal("Row", ((PdfDictionary)h.Element["A"]!).Name("Scope")));
    }

    [Fact]
    public void Figures_say_in_words_what_they_show_and_charts_all_their_values()
    {
        var document = SampleDocuments.Everything("bg", TestPictures.Jpeg, TestPictures.Logo);
        var (_, _, root, _) = Read(document);
        var alternatives = root.Of("Figure").Select(f => f.Element.Text("Alt")).ToList();
        var charts = document.Blocks.OfType<Chart>().ToList();
        Assert.Equal(charts.Count + document.Blocks.Count(b => b is Picture or QrCode), alternatives.Count);
        Assert.All(alternatives, a => Assert.False(string.IsNullOrWhiteSpace(a)));
        Assert.All(charts, c => Assert.Contains(c.Alternative, alternatives));
        var waterfall = charts.OfType<WaterfallChart>().Single();
        Assert.All(waterfall.Steps, s => Assert.Contains(s.Label + ": " + s.Text, waterfall.Alternative, StringComparison.Ordinal));
    }

    [Fact]
    public void Languages_are_said_for_the_file_and_for_what_differs()
    {
        var document = SampleDocuments.Receipt("uk") with
        {
            Blocks = [new Heading(1, "Квитанція"), new Paragraph("Second copy") { Language = "en" }, new Paragraph([new Run("Дякуємо! "), new Run("Thank you") { Language = "en" }])],
        };
        var (pdf, _, root, _) = Read(document);
        Assert.Equal("uk", pdf.Catalog.Text("Lang"));
        Assert.Equal("en", root.Of("P").Single(p => p.Text == "Second copy").Element.Text("Lang"));
        Assert.Equal("en", root.Of("Span").Single().Element.Text("Lang"));
        Assert.Null(root.Of("H1").Single().Element.Text("Lang"));
    }

    [Fact]
    public void Lists_have_labels_and_bodies()
    {
        var root = Read("everything").Root;
        Assert.All(root.Of("LI"), i => Assert.Equal(["Lbl", "LBody"], i.Kids.Select(k => k.Type)));
        Assert.Equal(["•", "•", "•", "1.", "2."], root.Of("Lbl").Select(l => l.Text));
    }

    [Theory]
    [InlineData(true, 1, 2, 3, 2)]
    [InlineData(false, 2, 3)]
    [InlineData(false, 1, 3)]
    public void The_file_claims_to_be_accessible_only_where_its_headings_have_no_gaps(bool claims, params int[] levels)
    {
        var document = SampleDocuments.Receipt("en") with { Blocks = [.. levels.Select(l => new Heading(l, "Heading"))] };
        var pdf = new PdfProbe(new PdfRenderer().Render(document));
        var metadata = System.Text.Encoding.UTF8.GetString(PdfProbe.Unpacked(pdf.Get(pdf.Catalog["Metadata"])));
        Assert.Equal(claims, metadata.Contains("<pdfuaid:part>1</pdfuaid:part>", StringComparison.Ordinal));
    }

    [Fact]
    public void Fonts_know_the_width_and_letter_of_each_glyph_and_no_text_shows_a_missing_one()
    {
        // PdfContent fails on a glyph that the map does not lead back from, such as the one for missing letters.
        var (pdf, _, _, _) = Read("everything");
        var fonts = pdf.Objects.OfType<PdfDictionary>().Where(o => o.Name("Subtype") == "CIDFontType2").ToList();
        Assert.Equal(2, fonts.Count);
        foreach (var font in fonts)
        {
            Assert.Equal("Identity", font.Name("CIDToGIDMap"));
            Assert.Matches("^[A-Z]{6}\\+NotoSans-", font.Name("BaseFont")!);
            var program = pdf.Get(pdf.Get(font["FontDescriptor"])["FontFile2"]);
            Assert.Equal(program["Length1"], (long)PdfProbe.Unpacked(program).Length);
        }
    }

    [Fact]
    public void An_address_over_two_lines_opens_from_both()
    {
        var target = new Uri("https://give.example.org/" + new string('a', 150));
        var document = SampleDocuments.Receipt("en") with { Blocks = [new Heading(1, "Link"), new Paragraph([Run.To(target, target.ToString())])] };
        var pdf = new PdfProbe(new PdfRenderer().Render(document));
        var annotations = pdf.List(pdf.Pages[0]["Annots"]).Select(pdf.Get).ToList();
        Assert.InRange(annotations.Count, 2, 4);
        Assert.All(annotations, a => Assert.Equal(target.AbsoluteUri, pdf.Get(a["A"]).Text("URI")));
    }

    private static (PdfProbe Pdf, PdfContent Content, StructureNode Root, HashSet<(int, int)> Reached) Read(string sample) => Read(sample switch
    {
        "receipt" => SampleDocuments.Receipt("uk"),
        "table" => SampleDocuments.LongTable("bg", 60),
        _ => SampleDocuments.Everything("bg", TestPictures.Jpeg, TestPictures.Logo),
    });

    private static (PdfProbe Pdf, PdfContent Content, StructureNode Root, HashSet<(int, int)> Reached) Read(Document document)
    {
        var pdf = new PdfProbe(new PdfRenderer().Render(document));
        var content = new PdfContent(pdf);
        var root = PdfStructure.Read(pdf, content, out var reached);
        return (pdf, content, root, reached);
    }
}
