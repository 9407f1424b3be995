using System.Diagnostics;
using Charity.Documents;
using Charity.Embedded.Pdf.Layout;

namespace Charity.Embedded.Pdf.Blocks;

/// <summary>Turns the blocks of a document into strips.</summary>
internal static class BlockSetter
{
    public static void Set(IReadOnlyList<Block> blocks, StripList to, Setting setting)
    {
        foreach (var block in blocks)
        {
            setting.In(block.Language, () => Set(block, to, setting));
        }
    }

    private static void Set(Block block, StripList to, Setting setting)
    {
        switch (block)
        {
            case Heading heading: TextBlocks.Set(heading, to, setting); break;
            case Paragraph paragraph: TextBlocks.Set(paragraph, to, setting); break;
            case ItemList list: TextBlocks.Set(list, to, setting); break;
            case BigAmount amount: TextBlocks.Set(amount, to, setting); break;
            case FactList facts: FactBlock.Set(facts, to, setting); break;
            case Table table: TableBlock.Set(table, to, setting); break;
            case Notice notice: NoticeBlock.Set(notice, to, setting); break;
            case QrCode code: PictureBlocks.Set(code, to, setting); break;
            case Picture picture: PictureBlocks.Set(picture, to, setting); break;
            case BarChart chart: BarCharts.Set(chart, to, setting); break;
            case StackedBarChart chart: BarCharts.Set(chart, to, setting); break;
            case WaterfallChart chart: WaterfallBlock.Set(chart, to, setting); break;
            case LineChart chart: LineChartBlock.Set(chart, to, setting); break;
            case KeepTogether group: GroupBlocks.Set(group, to, setting); break;
            case SideBySide columns: GroupBlocks.Set(columns, to, setting); break;
            case AtFoot foot: GroupBlocks.Set(foot, to, setting); break;
            case Rule:
                to.Gap(8);
                to.Add(0.6, (canvas, top) => canvas.Across(to.Left, top, to.Width, 0.6, Look.Line));
                to.Gap(8);
                break;
            case Spacer spacer: to.Gap(Math.Max(0, spacer.Height) * Look.Millimetre); break;
            case PageBreak: to.NewPage(); break;
            default: throw new UnreachableException(block.GetType().Name);
        }
    }
}
