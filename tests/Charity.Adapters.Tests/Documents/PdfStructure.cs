using Xunit;

namespace Charity.Adapters.Tests.Documents;

/// <summary>A node of a file's structure tree with its text, as a screen reader goes through it.</summary>
internal sealed record StructureNode(string Type, PdfDictionary Element, List<StructureNode> Kids, string OwnText)
{
    /// <summary>The node and all beneath it, in reading order.</summary>
    public IEnumerable<StructureNode> All => Kids.SelectMany(k => k.All).Prepend(this);

    /// <summary>All text beneath the node, in reading order.</summary>
    public string Text { get; init; } = "";

    public IEnumerable<StructureNode> Of(params string[] types) => All.Where(n => types.Contains(n.Type));
}

internal static class PdfStructure
{
    /// <summary>The tree from its root; notes which marked contents and annotations it reaches.</summary>
    public static StructureNode Read(PdfProbe pdf, PdfContent content, out HashSet<(int Page, int Mark)> reached)
    {
        var marks = new HashSet<(int, int)>();
        var pages = pdf.Pages.ToList();
        var root = Node(pdf.Get(pdf.Get(pdf.Catalog["StructTreeRoot"])["K"]));
        reached = marks;
        return root;

        StructureNode Node(PdfDictionary element)
        {
            var kids = new List<StructureNode>();
            string own = "", all = "";
            foreach (var kid in pdf.List(element["K"]))
            {
                var target = pdf.Follow(kid);
                if (target is PdfDictionary dictionary && dictionary.Name("Type") == "OBJR")
                {
                    Assert.Equal("Annot", pdf.Get(dictionary["Obj"]).Name("Type"));
                }
                else if (target is PdfDictionary child && child.ContainsKey("S"))
                {
                    var node = Node(child);
                    Assert.Same(element, pdf.Get(child["P"]));
                    kids.Add(node);
                    all += node.Text;
                }
                else
                {
                    var (page, mark) = target is PdfDictionary reference
                        ? (pages.IndexOf(pdf.Get(reference["Pg"])), (int)(long)reference["MCID"]!)
                        : (pages.IndexOf(pdf.Get(element["Pg"])), (int)(long)target!);
                    Assert.True(marks.Add((page, mark)), "A marked content belongs to two tags.");
                    own += content.TextOf(page, mark);
                    all += content.TextOf(page, mark);
                }
            }

            return new StructureNode(element.Name("S")!, element, kids, own) { Text = all };
        }
    }
}
