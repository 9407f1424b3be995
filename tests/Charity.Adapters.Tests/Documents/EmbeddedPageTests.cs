using Charity.Documents;
using Charity.Embedded.Pdf;
using Xunit;

namespace Charity.Adapters.Tests.Documents;

/// <summary>Where our own writer ends lines and pages.</summary>
public sealed class EmbeddedPageTests
{
    private const string Words = "Кожен внесок іде за призначенням і щомісяця є у звіті. ";

    [Fact]
    public void A_heading_never_ends_a_page()
    {
        // Headings pushed down line by line: at no place does one stand at a page's end without its text.
        for (var lines = 30; lines < 60; lines++)
        {
            var texts = PageTexts(new Document("uk", "Т", "А", DateTime.UnixEpoch,
                [new Paragraph(string.Join('\n', Enumerable.Repeat("рядок", lines))), new Heading(2, "Заголовок"), new Paragraph("Текст одразу під ним.")]));
            var page = texts.Single(t => t.Contains("Заголовок", StringComparison.Ordinal));
            Assert.Contains("Текст одразу під ним.", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Blocks_kept_together_stand_on_one_page_unless_none_can_hold_them()
    {
        for (var lines = 20; lines < 50; lines++)
        {
            var group = new KeepTogether(new Paragraph("перший"), new Paragraph(string.Concat(Enumerable.Repeat(Words, 6))), new Paragraph("останній"));
            var texts = PageTexts(Of(new Paragraph(string.Join('\n', Enumerable.Repeat("рядок", lines))), group));
            Assert.Contains("останній", texts.Single(t => t.Contains("перший", StringComparison.Ordinal)), StringComparison.Ordinal);
        }

        var long1 = PageTexts(Of(new KeepTogether([.. Enumerable.Range(0, 80).Select(i => new Paragraph(FormattableString.Invariant($"абзац {i}.")))])));
        Assert.True(long1.Count > 1);
        Assert.Contains("абзац 0.", long1[0], StringComparison.Ordinal);
        Assert.Contains("абзац 79.", long1[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Blocks_at_the_foot_stay_on_the_page_or_take_a_new_one()
    {
        Assert.Single(PageTexts(Of(new Paragraph("початок"), new AtFoot(new Paragraph("унизу")))));
        var texts = PageTexts(Of(new Paragraph(string.Join('\n', Enumerable.Repeat("рядок", 49))), new AtFoot(new QrCode("x", ["унизу"], "код"))));
        Assert.Equal(2, texts.Count);
        Assert.Contains("унизу", texts[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_break_begins_a_page_and_two_make_no_empty_one()
    {
        var texts = PageTexts(Of(new PageBreak(), new Paragraph("перша"), new PageBreak(), new PageBreak(), new Spacer(30), new Paragraph("друга")));
        Assert.Equal(2, texts.Count);
    }

    [Fact]
    public void A_cell_longer_than_a_page_loses_no_word()
    {
        var story = string.Join(' ', Enumerable.Range(0, 3000).Select(i => FormattableString.Invariant($"слово{i}")));
        var texts = PageTexts(Of(new Table([new Column("Історія"), new Column("Сума", ColumnAlignment.Amount)], [new Row(story, "1,00"), new Row("кінець", "2,00")])));
        Assert.True(texts.Count > 2);
        var all = string.Concat(texts);
        Assert.Equal(3000, Enumerable.Range(0, 3000).Count(i => all.Contains(FormattableString.Invariant($"слово{i}"), StringComparison.Ordinal)));
        Assert.Contains("кінець", texts[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Long_notices_columns_and_feet_go_over_pages_instead_of_off_them()
    {
        var much = string.Concat(Enumerable.Repeat(Words, 120)) + "КІНЕЦЬ";
        foreach (var block in new Block[]
        {
            new Notice(NoticeTone.Attention, "Увага", much),
            new SideBySide([new Paragraph(much)], [new Paragraph("право")]),
            new AtFoot(new Paragraph(much)),
            new FactList([new Fact("Факт", much)]),
            new ItemList(much),
        })
        {
            var texts = PageTexts(Of(block));
            Assert.True(texts.Count > 1, block.GetType().Name);
            Assert.Contains("КІНЕЦЬ", string.Concat(texts), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_chart_higher_than_a_page_goes_on_with_its_rows()
    {
        var bars = Enumerable.Range(0, 120).Select(i => new ChartValue(FormattableString.Invariant($"рядок{i:000}"), i, FormattableString.Invariant($"{i} €"))).ToList();
        var texts = PageTexts(Of(new BarChart("Багато рядків", bars)));
        Assert.True(texts.Count > 1);
        Assert.All(bars, b => Assert.Contains(b.Label, string.Concat(texts), StringComparison.Ordinal));
    }

    [Fact]
    public void Empty_documents_lists_and_charts_are_drawn_as_well()
    {
        Assert.Single(PageTexts(Of()));
        Assert.Single(PageTexts(Of(
            new Paragraph(""), new FactList([]), new ItemList(), new Table([new Column("a")], []), new BarChart("b", []),
            new StackedBarChart("s", [], []), new LineChart("l", [], []), new WaterfallChart("w", []), new KeepTogether(), new AtFoot())));
    }

    [Fact]
    public void A_line_breaks_after_a_soft_hyphen_with_a_hyphen_and_shows_none_elsewhere()
    {
        var texts = PageTexts(Of(new SideBySide([new Paragraph("благодійництво " + string.Concat(Enumerable.Repeat("благо\u00ADдійництво", 12)))], [])));
        Assert.Contains("благо-", texts[0], StringComparison.Ordinal);
        Assert.DoesNotContain('-', PageTexts(Of(new Paragraph("благо\u00ADдійництво")))[0]);
    }

    private static Document Of(params Block[] blocks) => new("uk", "Т", "А", DateTime.UnixEpoch, blocks);

    /// <summary>All content of each page, decoration left out.</summary>
    private static List<string> PageTexts(Document document)
    {
        var pdf = new PdfProbe(new PdfRenderer().Render(document));
        var content = new PdfContent(pdf);
        return [.. Enumerable.Range(0, pdf.Pages.Count).Select(p => string.Join('\n', content.Marks.Where(m => m.Page == p).OrderBy(m => m.Mark).Select(m => content.TextOf(m.Page, m.Mark))))];
    }
}
