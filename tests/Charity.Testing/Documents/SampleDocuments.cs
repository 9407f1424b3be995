using Charity.Documents;

namespace Charity.Testing.Documents;

/// <summary>Documents as the rooms compose them, with invented names, for contract tests and benchmarks.</summary>
public static class SampleDocuments
{
    /// <summary>A name that has all the letters which only one of the languages uses.</summary>
    public static string NameIn(string language) => language switch
    {
        "uk" => "Ґанна Їжакевич-Єременко і Яків Щук",
        "bg" => "Цветелина Йорданова-Щъркелова",
        "mk" => "Ѓорѓи Ќосев и Љубица Џамбаз-Њагулова (Ѕвезда)",
        _ => "Zoë Ångström-O’Brien, Kraków",
    };

    /// <summary>A one-page receipt with everything a real one has.</summary>
    public static Document Receipt(string language, string? name = null, int number = 147)
    {
        var words = Words.In(language);
        var check = new Uri($"https://give.example.org/{language}/check/Zk3vQ9xT7bLw2RmN8yHcP4sJ6dFgA1uE5oKiXq0{number % 10}Y");
        var reference = FormattableString.Invariant($"2026-{number:000000}");
        return new Document(language, words.Title + " " + reference, words.Organisation, new DateTime(2026, 1, 31, 12, 4, 5, DateTimeKind.Utc),
        [
            new Heading(1, words.Title),
            new BigAmount(words.Received, words.Amount, words.InWords),
            new FactList(
            [
                new Fact(words.Labels[0], name ?? NameIn(language)),
                new Fact(words.Labels[1], words.Fund),
                new Fact(words.Labels[2], words.Date),
                new Fact(words.Labels[3], "Visa •••• 4242"),
                new Fact(words.Labels[4], "pi_3SvQbX2eZvKYlo2C1a8kPq7d"),
                new Fact(words.Labels[5], words.Entity),
            ]),
            new Paragraph(words.Thanks),
            Paragraph.Quiet(words.Terms),
            new AtFoot(new QrCode(
                check.ToString(),
                [Run.Bold(words.Check + "\n"), Run.To(check, check.ToString())],
                words.Check)),
        ])
        {
            Subject = words.Title,
            Head = new DocumentHead([words.Organisation, words.Address], ["№ " + reference, words.Date]),
            Foot = new DocumentFoot(words.Entity, words.PageFormat),
        };
    }

    /// <summary>A table of many rows with amounts of different lengths and a total.</summary>
    public static Document LongTable(string language, int rows)
    {
        var words = Words.In(language);
        var mark = language == "en" ? "." : ",";
        return new Document(language, words.Fund, words.Organisation, new DateTime(2026, 2, 1, 0, 0, 0, DateTimeKind.Utc),
        [
            new Heading(1, words.Fund),
            new Paragraph(words.Thanks),
            new Table(
                [new Column("№", ColumnAlignment.Right), new Column(words.Labels[0]), new Column(words.Labels[1]), new Column("EUR", ColumnAlignment.Amount)],
                [
                    .. Enumerable.Range(1, rows).Select(i => new Row(
                        FormattableString.Invariant($"{i}"),
                        i % 7 == 0 ? NameIn(language) + ", " + NameIn("en") : NameIn(language),
                        words.Fund,
                        FormattableString.Invariant($"{i * i * 13 % 9871}{mark}{i * 37 % 100:00}"))),
                    Row.Total("", words.Received, "", "412 908" + mark + "55"),
                ]) { Caption = words.Received },
        ])
        {
            Head = new DocumentHead([words.Organisation, words.Address], [words.Title, words.Date]),
            Foot = new DocumentFoot(words.Entity, words.PageFormat),
        };
    }

    /// <summary>Every kind of block, over several pages.</summary>
    public static Document Everything(string language, byte[] photograph, byte[] drawing)
    {
        var words = Words.In(language);
        ChartValue Value(int i, long value) => new(words.Months[i % words.Months.Count], value, FormattableString.Invariant($"{value} €"));
        return new Document(language, words.Title, words.Organisation, new DateTime(2026, 3, 1, 8, 0, 0, DateTimeKind.Utc),
        [
            new Heading(1, words.Title),
            new Paragraph(words.Thanks) { Tone = ParagraphTone.Lead },
            new Paragraph([words.Terms + " ", Run.Bold(words.Fund), " — ", Run.To(new Uri("https://give.example.org/terms"), "give.example.org/terms"), "."]),
            new Notice(NoticeTone.Attention, words.Check, words.Terms),
            new Heading(2, words.Labels[1]),
            new ItemList(words.Fund, words.Terms, words.Thanks),
            new ItemList([[words.Fund], [Run.Bold(words.Received), " " + words.Amount]]) { Numbered = true },
            new SideBySide(
                [new Heading(3, words.Labels[0]), new Paragraph(NameIn(language)), Paragraph.Quiet(words.Address)],
                [new Heading(3, words.Labels[5]), new Paragraph(words.Entity)]),
            new Rule(),
            new BarChart(words.Fund, [Value(0, 120_000), Value(1, 96_500), Value(2, 0), Value(3, 143_250)])
            {
                Note = words.Date,
                Hue = ChartHues.Blue,
                Against = [Value(0, 100_000), Value(1, 110_000), Value(2, 20_000), Value(3, 130_000)],
                Names = (words.Received, words.Check),
            },
            new StackedBarChart(words.Received,
                [new ChartPart(words.Fund, ChartHues.Accent), new ChartPart(words.Title, ChartHues.Warm), new ChartPart(words.Organisation, ChartHues.Blue)],
                [.. Enumerable.Range(0, 5).Select(i => new StackedBar(words.Months[i], FormattableString.Invariant($"{60 - (9 * i)} €"), [Value(i, 30 - (3 * i)), Value(i, 20 - (4 * i)), Value(i, 10 - (2 * i))]))]),
            new LineChart(words.Date,
                [
                    new LineSeries(words.Fund, ChartHues.Accent, [.. Enumerable.Range(0, 12).Select(i => Value(i, 40 + (i * i * 7 % 60)))]),
                    new LineSeries(words.Title, ChartHues.Warm, [.. Enumerable.Range(0, 12).Select(i => Value(i, 10 + (5 * i)))]),
                ],
                [new AxisMark(0, "0"), new AxisMark(50, "50 €"), new AxisMark(100, "100 €")]),
            new WaterfallChart(words.Received,
            [
                new WaterfallStep(words.Months[0], WaterfallKind.Level, 8_000, "8 000 €"),
                new WaterfallStep(words.Received, WaterfallKind.Change, 5_200, "+5 200 €"),
                new WaterfallStep(words.Fund, WaterfallKind.Change, -3_100, "−3 100 €"),
                new WaterfallStep(words.Terms, WaterfallKind.Change, -950, "−950 €"),
                new WaterfallStep(words.Months[1], WaterfallKind.Level, 9_150, "9 150 €"),
            ]),
            new PageBreak(),
            new Heading(2, words.Check),
            new Picture(photograph, words.Fund) { Caption = words.Address },
            new Picture(drawing, words.Title) { MaxWidth = 60 },
            new Paragraph(words.Terms) { Language = "en" },
            new KeepTogether(new Heading(2, words.Organisation), new Paragraph(words.Thanks), new Paragraph(words.Terms)),
            new QrCode("https://give.example.org/" + language, [words.Check], words.Check) { Size = 40 },
        ])
        {
            Subject = words.Terms,
            Head = new DocumentHead([words.Organisation, words.Address], [words.Title, words.Date]) { Logo = drawing },
            Foot = new DocumentFoot(words.Entity, words.PageFormat),
        };
    }
}
