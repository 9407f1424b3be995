using System.Xml.Linq;
using Charity.Adapters.Tests.Documents;
using Charity.Documents;
using Charity.Production.Documents;
using Charity.Testing.Documents;
using Xunit;

namespace Charity.Adapters.Tests.Production.Documents;

/// <summary>The work of the QuestPDF adapter up to the native library: every block, in order, with its tags and checks.</summary>
public sealed class QuestPdfComposingTests
{
    public static TheoryData<string> Languages => ["uk", "bg", "mk", "en"];

    /// <summary>One of each kind; a new kind of block fails the test below until it stands here and is composed.</summary>
    private static readonly Block[] OneOfEach =
    [
        new Heading(1, "heading"), new Paragraph("paragraph"), new ItemList("item"), new BigAmount("label", "25,00 €", "words"),
        new FactList([new Fact("fact", "value")]), new Notice(NoticeTone.Attention, "notice", "text"),
        new QrCode("https://give.example.org/check/1", [new Run("caption")], "code"), new Picture(TestPictures.Jpeg, "picture"),
        new Rule(), new Spacer(3), new PageBreak(), new KeepTogether(new Paragraph("together")),
        new SideBySide([new Paragraph("left")], [new Paragraph("right")]), new AtFoot(new Paragraph("foot")),
        new Table([new Column("column"), new Column("EUR", ColumnAlignment.Amount)], [new Row("cell", "1,00"), Row.Total("sum", "1,00")]),
        new BarChart("bars", [new ChartValue("a", 5, "5 €")]) { Against = [new ChartValue("a", 7, "7 €")], Names = ("actual", "plan") },
        new StackedBarChart("stacked", [new ChartPart("fund", ChartHues.Blue)], [new StackedBar("b", "9 €", [new ChartValue("fund", 9, "9 €")])]),
        new LineChart("lines", [new LineSeries("s", ChartHues.Warm, [new ChartValue("May", 1, "1 €"), new ChartValue("June", 3, "3 €")])], [new AxisMark(0, "0"), new AxisMark(3, "3 €")]),
        new WaterfallChart("waterfall", [new WaterfallStep("opening", WaterfallKind.Level, 4, "4 €"), new WaterfallStep("out", WaterfallKind.Change, -1, "−1 €")]),
    ];

    [Fact]
    public void Every_kind_of_block_is_composed_and_none_comes_out_empty()
    {
        var kinds = typeof(Block).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(Block)) && !type.IsAbstract).ToHashSet();
        Assert.Equal(kinds.Select(kind => kind.Name).Order(), OneOfEach.Select(block => block.GetType().Name).Distinct().Order());

        var nothing = ComposedTree.Of(With()).Pieces.Count;
        Assert.All(OneOfEach, block => Assert.True(ComposedTree.Of(With(block)).Pieces.Count > nothing, block.GetType().Name));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void A_receipt_says_the_same_words_in_the_same_order(string language)
    {
        var receipt = SampleDocuments.Receipt(language);
        var said = string.Join('\n', ComposedTree.Of(receipt).Texts);
        var at = 0;
        foreach (var expected in Said(receipt))
        {
            var found = said.IndexOf(PrintableText.Normalise(expected), at, StringComparison.Ordinal);
            Assert.True(found >= 0, $"'{expected}' does not stand after what comes before it:\n{said}");
            at = found;
        }
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Everything_the_product_can_say_is_composed(string language)
    {
        var tree = ComposedTree.Of(SampleDocuments.Everything(language, TestPictures.Jpeg, TestPictures.Logo));
        Assert.Contains("H1", tree.Tags);
        Assert.Contains("Figure", tree.Tags);
        Assert.NotEmpty(tree.Drawings);
        Assert.All(tree.Drawings, svg => Assert.Equal("svg", XDocument.Parse(svg).Root!.Name.LocalName));
    }

    [Fact]
    public void Headings_lists_tables_and_pictures_carry_their_tags()
    {
        var tree = ComposedTree.Of(With(OneOfEach));
        foreach (var tag in new[] { "H1", "P", "L", "LI", "Lbl", "LBody", "Table", "THead", "TBody", "Figure", "Div" })
        {
            Assert.Contains(tag, tree.Tags);
        }

        var figures = tree.Pieces.Where(piece => piece is { Kind: "SemanticTag", Tag: "Figure" }).Select(piece => piece.Text).ToList();
        Assert.Equal(
            OneOfEach.Select(block => block switch { Chart chart => chart.Alternative, QrCode code => code.Alternative, Picture picture => picture.Alternative, _ => null }).OfType<string>(),
            figures);
    }

    [Fact]
    public void A_chart_is_drawn_with_every_label_and_value()
    {
        foreach (var chart in OneOfEach.OfType<Chart>())
        {
            var drawings = ComposedTree.Of(With(chart)).Drawings.Select(XDocument.Parse).ToList();
            var texts = drawings.SelectMany(svg => svg.Descendants().Where(e => e.Name.LocalName == "text")).Select(e => e.Value).ToList();
            string[] expected = chart switch
            {
                BarChart => ["a", "5 €", "7 €", "actual", "plan"],
                StackedBarChart => ["fund", "b", "9 €"],
                LineChart => ["May", "June", "0", "3 €"],
                WaterfallChart => ["opening", "4 €", "out", "−1 €"],
                _ => throw new InvalidOperationException(chart.GetType().Name),
            };
            Assert.All(expected, text => Assert.Contains(text, texts));
        }
    }

    [Fact]
    public void A_longer_bar_shows_a_larger_value_and_no_bar_leaves_its_place()
    {
        const double Width = 481;
        var chart = new BarChart("bars", [new ChartValue("half", 50, "50"), new ChartValue("whole", 100, "100"), new ChartValue("none", 0, "0")]);
        var bars = ChartSvg.Draw(chart, Width, text => text).Select(strip => XDocument.Parse(strip.Svg).Descendants().Single(e => e.Name.LocalName == "rect"))
            .Select(e => (Left: (double)e.Attribute("x")!, Length: (double)e.Attribute("width")!)).ToList();
        Assert.Equal(bars[1].Length / 2, bars[0].Length, 0.1);
        Assert.InRange(bars[2].Length, 0.1, 1);
        Assert.All(bars, bar => Assert.InRange(bar.Left + bar.Length, 0, Width));
    }

    [Fact]
    [Trait("Case", "A05")]
    public void Code_in_a_label_is_only_text()
    {
        var chart = new BarChart("<x>", [new ChartValue("</text><script>alert(1)</script>", 1, "\"&<>")]);
        var texts = ChartSvg.Draw(chart, 481, text => text).SelectMany(strip => XDocument.Parse(strip.Svg).Descendants()).ToList();
        Assert.DoesNotContain(texts, e => e.Name.LocalName == "script");
        Assert.Contains(texts, e => e.Value == "\"&<>");
    }

    [Fact]
    public void The_drawn_code_is_the_code_of_its_payload()
    {
        const string Payload = "https://give.example.org/uk/check/Zk3vQ9xT7bLw2RmN8yHcP4sJ6dFgA1uE5oKiXq07Y";
        var matrix = QrMatrix.Of(Payload);
        var drawing = XDocument.Parse(Assert.Single(ComposedTree.Of(With(new QrCode(Payload, [], "code"))).Drawings));
        var dark = new HashSet<(int X, int Y)>();
        foreach (var run in ((string)drawing.Descendants().Single(e => e.Name.LocalName == "path").Attribute("d")!).Split('M', StringSplitOptions.RemoveEmptyEntries))
        {
            var numbers = run.Split([' ', 'h', 'v'], 4).Take(3).Select(int.Parse).ToArray();
            dark.UnionWith(Enumerable.Range(numbers[0], numbers[2]).Select(x => (x, numbers[1])));
        }

        for (var y = 0; y < matrix.Size; y++)
        {
            for (var x = 0; x < matrix.Size; x++)
            {
                Assert.Equal(matrix[x, y], dark.Contains((x, y)));
            }
        }
    }

    [Theory]
    [Trait("Case", "X07")]
    [InlineData("Олена 🎁")]
    [InlineData("שרה לוי")]
    public void A_name_that_cannot_be_shown_is_refused_before_anything_is_drawn(string name)
    {
        var refusal = Assert.Throws<UnprintableTextException>(() => ComposedTree.Of(SampleDocuments.Receipt("uk", name)));
        Assert.Equal(PrintableText.Missing(name), refusal.Missing);
    }

    [Fact]
    public void What_cannot_be_drawn_is_refused_as_the_port_says()
    {
        Assert.Throws<DocumentException>(() => ComposedTree.Of(With(new QrCode(new string('x', QrMatrix.MaxPayloadBytes + 1), [], "code"))));
        Assert.Throws<DocumentException>(() => ComposedTree.Of(With(new Table([], []))));
        Assert.Throws<DocumentException>(() => ComposedTree.Of(With(new Table([new Column("a")], [new Row("1", "2")]))));
        Assert.Throws<DocumentException>(() => ComposedTree.Of(With(new Picture("not a picture at all"u8.ToArray(), "x"))));
    }

    [Fact]
    public void A_file_claims_to_be_accessible_only_where_its_content_is()
    {
        Assert.True(Accessibility.Has(With(new Heading(1, "a"), new KeepTogether(new Heading(2, "b")))));
        Assert.False(Accessibility.Has(With(new Heading(1, "a"), new Heading(3, "b"))));
        Assert.False(Accessibility.Has(With(new AtFoot(new QrCode("x", [], "")))));
        Assert.False(Accessibility.Has(With() with { Title = "" }));
    }

    [Theory]
    [InlineData("Page {0} of {1}", "Page |#p| of |#t")]
    [InlineData("{1}/{0}", "#t|/|#p")]
    [InlineData("no number", "no number")]
    [InlineData("{2} {0", "{2} {0")]
    public void A_page_line_is_taken_to_pieces(string format, string pieces)
        => Assert.Equal(pieces, string.Join('|', PageFormat.Split(format).Select(piece => piece.IsPage switch { null => piece.Text, true => "#p", false => "#t" })));

    [Fact]
    public void Without_a_named_licence_the_program_does_not_start_with_questpdf()
    {
        Assert.Empty(DocumentOptions.Faults(new DocumentOptions { Renderer = DocumentRendererName.Builtin }));
        var missing = Assert.Single(DocumentOptions.Faults(new DocumentOptions()));
        Assert.StartsWith("Documents__QuestPdfLicense is missing", missing, StringComparison.Ordinal);
        Assert.Contains("Documents__Renderer=Builtin", missing, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_its_native_library_the_program_says_so_at_the_start_and_draws_with_nothing_else()
    {
        var faults = DocumentOptions.Faults(new DocumentOptions { QuestPdfLicense = QuestPdfLicense.Community }).ToList();
        if (QuestPdfEngine.WhyNotHere is null)
        {
            Assert.Empty(faults);
            return;
        }

        Assert.StartsWith("Documents__Renderer is QuestPdf, but its native library cannot be used here", Assert.Single(faults), StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => new QuestPdfRenderer(QuestPdfLicense.Community));
    }

    private static Document With(params Block[] blocks)
        => new("en", "Title", "Author", new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), blocks);

    private static IEnumerable<string> Said(Document document)
    {
        foreach (var line in document.Head!.Left.Concat(document.Head.Right))
        {
            yield return line;
        }

        foreach (var text in document.Blocks.SelectMany(Said))
        {
            yield return text;
        }
    }

    private static IEnumerable<string> Said(Block block) => block switch
    {
        Heading heading => [heading.Text],
        Paragraph paragraph => [string.Concat(paragraph.Runs.Select(run => run.Text))],
        BigAmount amount => [amount.Label, amount.Amount, amount.InWords],
        FactList list => list.Facts.SelectMany(fact => new[] { fact.Name, string.Concat(fact.Value.Select(run => run.Text)) }),
        Notice notice => [notice.Title, string.Concat(notice.Text.Select(run => run.Text))],
        QrCode code => [string.Concat(code.Caption.Select(run => run.Text))],
        AtFoot foot => foot.Blocks.SelectMany(Said),
        KeepTogether group => group.Blocks.SelectMany(Said),
        _ => [],
    };
}
