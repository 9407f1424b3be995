using Charity.Documents;

namespace Charity.Production.Documents;

/// <summary>PDF/UA asks what only the content can give: a title, headings without gaps, pictures with words.</summary>
internal static class Accessibility
{
    public static bool Has(Document document)
    {
        var blocks = Flat(document.Blocks).ToList();
        var level = 0;
        foreach (var heading in blocks.OfType<Heading>())
        {
            if (heading.Level > level + 1)
            {
                return false;
            }

            level = heading.Level;
        }

        return document.Title.Length > 0 && blocks.All(block => block is not QrCode { Alternative.Length: 0 });
    }

    /// <summary>All blocks in reading order, those inside others too.</summary>
    private static IEnumerable<Block> Flat(IEnumerable<Block> blocks)
        => blocks.SelectMany(block => block switch
        {
            KeepTogether group => Flat(group.Blocks),
            SideBySide columns => Flat(columns.Left).Concat(Flat(columns.Right)),
            AtFoot foot => Flat(foot.Blocks),
            _ => [block],
        });
}
