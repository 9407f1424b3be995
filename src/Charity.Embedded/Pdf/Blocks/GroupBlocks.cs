using Charity.Documents;
using Charity.Embedded.Pdf.Layout;

namespace Charity.Embedded.Pdf.Blocks;

/// <summary>Blocks that stand together, side by side, or at the foot of a page.</summary>
internal static class GroupBlocks
{
    private const double ColumnGap = 24;

    /// <summary>What fits on any page; higher groups are set as if they were none.</summary>
    private const double PageRoom = 640;

    public static void Set(KeepTogether group, StripList to, Setting setting)
    {
        var inner = new StripList(to.Left, to.Width);
        BlockSetter.Set(group.Blocks, inner, setting);
        to.AddTogether(inner, Glue.Together);
    }

    public static void Set(SideBySide columns, StripList to, Setting setting)
    {
        var width = (to.Width - ColumnGap) / 2;
        var left = new StripList(to.Left, width);
        var right = new StripList(to.Left + width + ColumnGap, width);
        BlockSetter.Set(columns.Left, left, setting);
        BlockSetter.Set(columns.Right, right, setting);
        var height = Math.Max(left.Height, right.Height);
        to.Gap(10);
        if (height > PageRoom)
        {
            to.AddTogether(left, Glue.None);
            to.AddTogether(right, Glue.None);
        }
        else
        {
            to.Add(height, (canvas, top) =>
            {
                left.DrawAll(canvas, top);
                right.DrawAll(canvas, top);
            });
        }

        to.Gap(10);
    }

    public static void Set(AtFoot foot, StripList to, Setting setting)
    {
        var inner = new StripList(to.Left, to.Width);
        BlockSetter.Set(foot.Blocks, inner, setting);
        to.Gap(12);
        if (inner.Height > PageRoom)
        {
            to.AddTogether(inner, Glue.None);
        }
        else
        {
            to.Add(inner.Height, inner.DrawAll, atFoot: true);
        }
    }
}
