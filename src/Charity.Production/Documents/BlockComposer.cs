using System.Diagnostics;
using System.Globalization;
using Charity.Documents;
using Charity.Embedded.Pdf.Layout;
using QuestPDF.Fluent;
using QuestPDF.Infrastructure;

namespace Charity.Production.Documents;

/// <summary>Turns blocks into QuestPDF's elements, one below another in a column of a known width.</summary>
/// <param name="setting">What the blocks share.</param>
/// <param name="width">Of the column, in points.</param>
internal sealed class BlockComposer(Setting setting, float width)
{
    private const float ColumnGap = 24;

    /// <summary>A heading moves to the next page when less than this stands below it.</summary>
    private const float LeastBelowHeading = 70;

    public void Compose(IReadOnlyList<Block> blocks, ColumnDescriptor to)
    {
        foreach (var block in blocks)
        {
            var item = to.Item();
            Compose(block, block.Language is { } language && language != setting.Language ? item.SemanticLanguage(language) : item);
        }
    }

    private void Compose(Block block, IContainer at)
    {
        switch (block)
        {
            case Heading heading: Set(heading, at); break;
            case Paragraph paragraph: Set(paragraph, at); break;
            case ItemList list: Set(list, at); break;
            case BigAmount amount: Set(amount, at); break;
            case FactList facts: new TableComposer(setting, width).Set(facts, at); break;
            case Table table: new TableComposer(setting, width).Set(table, at); break;
            case Notice notice: Set(notice, at); break;
            case QrCode code: new PictureComposer(setting, width).Set(code, at); break;
            case Picture picture: new PictureComposer(setting, width).Set(picture, at); break;
            case Chart chart: new ChartComposer(setting, width).Set(chart, at); break;
            case KeepTogether group: at.PreventPageBreak().Column(column => Compose(group.Blocks, column)); break;
            case SideBySide columns: Set(columns, at); break;
            case AtFoot foot: at.ExtendVertical().AlignBottom().PaddingTop(12).PreventPageBreak().Column(column => Compose(foot.Blocks, column)); break;
            case Rule: at.SemanticIgnore().PaddingVertical(8).LineHorizontal(0.6f).LineColor(Setting.Colour(Look.Line)); break;
            case Spacer spacer: at.SemanticIgnore().Height((float)Math.Max(0, spacer.Height) * Setting.Millimetre); break;
            case PageBreak: at.PageBreak(); break;
            default: throw new UnreachableException(block.GetType().Name);
        }
    }

    private void Set(Heading heading, IContainer at)
    {
        var (style, before, after) = Math.Clamp(heading.Level, 1, 4) switch
        {
            1 => (Look.Title, 14, 6),
            2 => (Look.Section, 20, 5),
            3 => (Look.Subsection, 14, 3),
            _ => (Look.Minor, 10, 2),
        };
        var place = at.EnsureSpace(LeastBelowHeading).PaddingTop(before).PaddingBottom(after);
        setting.Text(
            Math.Clamp(heading.Level, 1, 4) switch
            {
                1 => place.SemanticHeader1(),
                2 => place.SemanticHeader2(),
                3 => place.SemanticHeader3(),
                _ => place.SemanticHeader4(),
            },
            heading.Text,
            style);
    }

    private void Set(Paragraph paragraph, IContainer at)
    {
        var style = paragraph.Tone switch { ParagraphTone.Lead => Look.Lead, ParagraphTone.Quiet => Look.Quiet, _ => Look.Body };
        setting.Text(at.PaddingVertical(paragraph.Tone == ParagraphTone.Quiet ? 2 : 4).SemanticParagraph(), paragraph.Runs, style);
    }

    private void Set(ItemList list, IContainer at)
        => at.PaddingVertical(7).SemanticList().Column(column =>
        {
            column.Spacing(3);
            foreach (var (index, runs) in list.Items.Index())
            {
                var label = list.Numbered ? string.Create(CultureInfo.InvariantCulture, $"{index + 1}.") : "•";
                var indent = Math.Max(14, (float)LineBreaker.Width(label, Look.Body) + 6);
                column.Item().SemanticListItem().Row(row =>
                {
                    setting.Text(row.ConstantItem(indent).SemanticListLabel(), label, Look.Body);
                    setting.Text(row.RelativeItem().SemanticListItemBody(), runs, Look.Body);
                });
            }
        });

    private void Set(BigAmount amount, IContainer at)
        => at.PaddingVertical(16).PreventPageBreak().Column(column =>
        {
            setting.Text(column.Item().SemanticParagraph(), amount.Label, Look.AmountLabel);
            setting.Text(column.Item().SemanticParagraph(), amount.Amount, Look.Amount.Fitted(PrintableText.Normalise(amount.Amount), width - 1));
            setting.Text(column.Item().PaddingTop(2).SemanticParagraph(), amount.InWords, Look.AmountWords);
        });

    private void Set(Notice notice, IContainer at)
    {
        var colour = notice.Tone == NoticeTone.Attention ? Look.Warm : Look.Accent;
        at.PaddingVertical(12).PreventPageBreak().Background(Setting.Colour(Look.Card)).BorderLeft(3).BorderColor(Setting.Colour(colour))
            .Padding(10).SemanticDivision().Column(column =>
            {
                setting.Text(column.Item().SemanticParagraph(), notice.Title, Look.Subsection.In(colour));
                setting.Text(column.Item().PaddingTop(2).SemanticParagraph(), notice.Text, Look.Body);
            });
    }

    private void Set(SideBySide columns, IContainer at)
    {
        var half = new BlockComposer(setting, (width - ColumnGap) / 2);
        at.PaddingVertical(10).PreventPageBreak().Row(row =>
        {
            row.Spacing(ColumnGap);
            row.RelativeItem().Column(column => half.Compose(columns.Left, column));
            row.RelativeItem().Column(column => half.Compose(columns.Right, column));
        });
    }
}
