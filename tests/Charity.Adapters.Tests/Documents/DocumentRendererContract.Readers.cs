using System.Globalization;
using System.Text.RegularExpressions;
using Charity.Documents;
using Charity.Testing.Documents;
using Charity.Testing.Tools;
using Xunit;

namespace Charity.Adapters.Tests.Documents;

/// <content>What readers written by others find in the files.</content>
public abstract partial class DocumentRendererContract
{
    [ToolTheory("qpdf")]
    [MemberData(nameof(Languages))]
    public async Task Qpdf_finds_no_fault(string language)
    {
        foreach (var document in new[] { SampleDocuments.Receipt(language), SampleDocuments.LongTable(language, 60), Everything(language) })
        {
            var answer = await SystemTool.RunAsync("qpdf", "--check", await SaveAsync(document));
            Assert.True(answer.ExitCode == 0, answer.Output + answer.Errors);
            Assert.Equal("", answer.Errors);
            Assert.DoesNotContain("WARNING", answer.Output, StringComparison.Ordinal);
        }
    }

    [ToolTheory("pdffonts")]
    [MemberData(nameof(Languages))]
    public async Task Every_font_is_embedded_as_a_subset_that_leads_back_to_letters(string language)
    {
        var answer = await SystemTool.RunAsync("pdffonts", await SaveAsync(Everything(language)));
        Assert.Equal("", answer.Errors);
        var fonts = answer.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[2..];
        Assert.NotEmpty(fonts);
        Assert.All(fonts, f => Assert.Matches(@"yes yes yes\s+\d+\s+0\s*$", f));
    }

    [ToolTheory("pdftotext")]
    [Trait("Case", "D07")]
    [MemberData(nameof(Languages))]
    public async Task Text_copies_right_in_the_language(string language)
    {
        var text = await TextAsync(await SaveAsync(SampleDocuments.Receipt(language)));
        Assert.Contains(SampleDocuments.NameIn(language), text, StringComparison.Ordinal);
        Assert.DoesNotContain('\uFFFD', text);
    }

    [ToolFact("pdftotext")]
    [Trait("Case", "D07")]
    public async Task Every_letter_of_the_languages_copies_as_itself()
    {
        const string Letters = "АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯ абвгґдеєжзиіїйклмнопрстуфхцчшщьюя ЪЫЭЁ ъыэё "
            + "ЃЅЈЉЊЌЏ ѓѕјљњќџ ѝ Ѝ ѐ Ѐ ÀÉÎÕÜ àéîõü ČĎĚŁŃŘŠŤŽ čďěłńřšťž ĞŞĄĘŐŰ ğşąęőű ȘȚ șț ÆŒẞ æœß €₴£¥₽ №§«»„“”‘’–—…•−×";
        foreach (var (language, strong) in new[] { ("uk", false), ("bg", true), ("mk", false), ("mk", true), ("en", true) })
        {
            var runs = Letters.Split(' ').Select(w => new Run(w + " ") { Strong = strong }).ToList();
            var text = await TextAsync(await SaveAsync(Simple(language, new Paragraph(runs))));
            foreach (var word in Letters.Split(' '))
            {
                Assert.Contains(word, text, StringComparison.Ordinal);
            }
        }
    }

    [ToolFact("pdftotext")]
    public async Task Letters_with_loose_marks_are_composed_or_set_with_their_marks()
    {
        var text = await TextAsync(await SaveAsync(Simple("uk", new Paragraph("и\u0306 и\u0306ого за\u0301мок Zoe\u0308"))));
        Assert.Contains("й його за\u0301мок Zoë", text, StringComparison.Ordinal);
    }

    [ToolFact("pdfinfo")]
    public async Task The_file_says_what_it_is()
    {
        var receipt = SampleDocuments.Receipt("uk");
        var answer = await SystemTool.RunAsync("pdfinfo", "-isodates", await SaveAsync(receipt));
        Assert.Equal("", answer.Errors);
        Assert.Matches("Title: +" + Regex.Escape(receipt.Title), answer.Output);
        Assert.Matches("Author: +" + Regex.Escape(receipt.Author), answer.Output);
        Assert.Matches("Subject: +" + Regex.Escape(receipt.Subject), answer.Output);
        Assert.Matches("CreationDate: +2026-01-31T12:04:05Z", answer.Output);
        Assert.Matches("Tagged: +yes", answer.Output);
        Assert.Matches("Metadata Stream: +yes", answer.Output);
        Assert.Matches(@"Page size: +595\.\d+ x 841\.\d+ pts \(A4\)", answer.Output);
        Assert.Matches("JavaScript: +no", answer.Output);
        Assert.Matches("Pages: +1\n", answer.Output);
    }

    [ToolTheory("pdfinfo")]
    [MemberData(nameof(Languages))]
    public async Task A_screen_reader_goes_through_the_receipt_in_order(string language)
    {
        var receipt = SampleDocuments.Receipt(language);
        var answer = await SystemTool.RunAsync("pdfinfo", "-struct-text", await SaveAsync(receipt));
        Assert.Equal("", answer.Errors);
        var at = 0;
        foreach (var expected in ReadingOrder(receipt))
        {
            var found = answer.Output.IndexOf(expected, at, StringComparison.Ordinal);
            Assert.True(found >= 0, $"'{expected}' is not read after what stands before it:\n{answer.Output}");
            at = found;
        }

        Assert.Contains("H1", answer.Output, StringComparison.Ordinal);
        Assert.Contains("Figure", answer.Output, StringComparison.Ordinal);
    }

    [ToolFact("pdftotext")]
    [Trait("Case", "X07")]
    public async Task A_name_of_500_letters_without_a_space_loses_none_and_stays_on_the_page()
    {
        var name = string.Concat(Enumerable.Range(0, 500).Select(i => "ЩЖЮЇҐєіщ"[i % 8]));
        var path = await SaveAsync(SampleDocuments.Receipt("uk", name));
        var joined = string.Concat((await TextAsync(path, "-raw")).Where(c => !char.IsWhiteSpace(c)));
        Assert.Contains(name, joined, StringComparison.Ordinal);
        Assert.All(await WordsAsync(path), w => Assert.InRange(w.Right, 0, A4Width - (19.9 * Millimetre)));
    }

    [ToolFact("pdftotext", "pdfinfo")]
    public async Task A_table_of_60_rows_repeats_its_head_on_each_page_and_each_row_once()
    {
        var path = await SaveAsync(SampleDocuments.LongTable("mk", 60));
        var pages = (await TextAsync(path, "-layout")).Split('\f', StringSplitOptions.RemoveEmptyEntries);
        Assert.InRange(pages.Length, 2, 4);
        for (var page = 0; page < pages.Length; page++)
        {
            Assert.Single(Regex.Matches(pages[page], @"№\s+Донатор\s+Намена\s+EUR"));
            Assert.Contains(FormattableString.Invariant($"Страница {page + 1} од {pages.Length}"), pages[page], StringComparison.Ordinal);
        }

        for (var row = 1; row <= 60; row++)
        {
            Assert.Single(Regex.Matches(string.Concat(pages), FormattableString.Invariant($@"(?m)^\s*{row}\s+Ѓорѓи")));
        }

        Assert.Contains("412 908,55", pages[^1], StringComparison.Ordinal);
    }

    [ToolFact("pdftotext")]
    [Trait("Case", "D07")]
    public async Task Amounts_stand_under_one_another_by_their_decimal_mark()
    {
        var amounts = new[] { "7,05", "1 250,00", "13,5", "412 908,55", "99" };
        var table = new Table([new Column("Фонд"), new Column("EUR", ColumnAlignment.Amount)], [.. amounts.Select((a, i) => new Row(FormattableString.Invariant($"ред{i}"), a.Replace(' ', '\u00A0')))]);
        var words = await WordsAsync(await SaveAsync(Simple("bg", table)));
        // The part behind the mark is as wide as its digits and the comma, which differ; the mark's own place is reckoned back.
        double MarkAt(string amount) => words.Single(w => w.Text == amount.Split(' ')[^1]).Right - AfterMark(amount);
        Assert.All(amounts, a => Assert.Equal(MarkAt("7,05"), MarkAt(a), 0.1));

        static double AfterMark(string amount)
        {
            const double Size = 9;
            var digits = amount.Contains(',', StringComparison.Ordinal) ? amount.Length - amount.IndexOf(',', StringComparison.Ordinal) - 1 : 0;
            return digits == 0 ? 0 : Size * ((digits * 0.572) + 0.268);
        }
    }

    [ToolFact("pdftotext")]
    [Trait("Case", "A05")]
    public async Task Code_in_a_text_is_only_text()
    {
        var nasty = new[] { "<script>alert(1)</script>", "&amp;<b>x</b>", ") Tj ET Q (", @"\) \\ \101 (((", "%%EOF endobj endstream", "/JavaScript << >>", "{0} {1}", "=1+1" };
        var document = Simple("en", [.. nasty.Select(n => new Paragraph(n))]) with
        {
            Title = nasty[0],
            Author = nasty[2] + "\u0001",
            Subject = "]]>" + nasty[1],
            Foot = new DocumentFoot(nasty[6], "{0}/{1}"),
        };
        var path = await SaveAsync(document);
        var text = await TextAsync(path);
        Assert.All(nasty, n => Assert.Contains(n, text, StringComparison.Ordinal));
        var metadata = await SystemTool.RunAsync("pdfinfo", "-meta", path);
        var title = System.Xml.Linq.XDocument.Parse(metadata.Output.Trim()).Descendants("{http://purl.org/dc/elements/1.1/}title").Single();
        Assert.Contains(nasty[0], title.Value, StringComparison.Ordinal);
        Assert.Equal("", (await SystemTool.RunAsync("qpdf", "--check", path)).Errors);
    }

    [ToolFact("pdfinfo")]
    [Trait("Case", "A05")]
    public async Task Only_web_and_mail_addresses_become_links()
    {
        Run[] runs = [Run.To(new Uri("https://give.example.org/a b?x=(1)"), "web "), Run.To(new Uri("javascript:alert(1)"), "script "), Run.To(new Uri("file:///etc/passwd"), "file "), Run.To(new Uri("mailto:a@example.org"), "mail")];
        var answer = await SystemTool.RunAsync("pdfinfo", "-url", await SaveAsync(Simple("en", new Paragraph(runs))));
        Assert.Equal("", answer.Errors);
        Assert.Contains("https://give.example.org/a%20b?x=(1)", answer.Output, StringComparison.Ordinal);
        Assert.Contains("mailto:a@example.org", answer.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("script", answer.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("passwd", answer.Output, StringComparison.Ordinal);
    }

    private const double Millimetre = 72 / 25.4;
    private const double A4Width = 210 * Millimetre;

    private static Document Simple(string language, params Block[] blocks) =>
        new(language, "Title", "Author", new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), blocks);

    private static IEnumerable<string> ReadingOrder(Document receipt)
    {
        yield return receipt.Head!.Left[0];
        yield return receipt.Head.Right[0];
        foreach (var block in receipt.Blocks)
        {
            switch (block)
            {
                case Heading heading:
                    yield return heading.Text;
                    break;
                case BigAmount amount:
                    yield return amount.Label;
                    yield return amount.Amount;
                    yield return amount.InWords;
                    break;
                case FactList list:
                    foreach (var fact in list.Facts)
                    {
                        yield return fact.Name;
                        yield return fact.Value[0].Text;
                    }

                    break;
                case AtFoot foot:
                    yield return ((QrCode)foot.Blocks[0]).Caption[0].Text.TrimEnd();
                    yield return ((QrCode)foot.Blocks[0]).Payload;
                    break;
            }
        }
    }

    private static async Task<string> TextAsync(string path, params string[] options)
    {
        var answer = await SystemTool.RunAsync("pdftotext", [.. options, path, "-"]);
        Assert.Equal("", answer.Errors);
        return answer.Output;
    }

    /// <summary>Each word and where it ends, in points from the page's left edge.</summary>
    private static async Task<List<(string Text, double Right)>> WordsAsync(string path)
    {
        var html = await TextAsync(path, "-bbox");
        return [.. Regex.Matches(html, "xMax=\"([0-9.]+)\" yMax=\"[0-9.]+\">([^<]*)</word>")
            .Select(m => (System.Net.WebUtility.HtmlDecode(m.Groups[2].Value), double.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture)))];
    }
}
