using System.Collections;
using System.Reflection;
using Charity.Documents;
using Charity.Production.Documents;
using QuestPDF.Infrastructure;

namespace Charity.Adapters.Tests.Production.Documents;

/// <summary>
/// What a document became in QuestPDF's own terms, before its native library lays it out and draws it: each element with
/// its text, tag or drawing, in order. It is read by reflection, as QuestPDF shows its tree to itself only.
/// </summary>
internal sealed class ComposedTree
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.FlattenHierarchy;
    private const float Wide = 400;

    /// <summary>
    /// QuestPDF asks for its native library before it composes anything, though composing needs none of it. Where it is
    /// not here, its check is told that it was done already: so the work up to the drawing is tested on every machine.
    /// </summary>
    static ComposedTree()
    {
        if (QuestPdfEngine.WhyNotHere is not null)
        {
            var check = Quest("QuestPDF.Skia.SkNativeDependencyCompatibilityChecker").GetProperty("Instance", BindingFlags.Static | BindingFlags.NonPublic)!.GetValue(null)!;
            check.GetType().GetProperty("IsCompatibilityChecked", Any)!.SetValue(check, true);
        }
    }

    private ComposedTree(IReadOnlyList<Piece> pieces) => Pieces = pieces;

    /// <param name="Kind">Name of the element's class.</param>
    /// <param name="Text">Text, drawing or alternative text; else empty.</param>
    /// <param name="Tag">Type of the tag it stands in, such as H1; else empty.</param>
    public sealed record Piece(string Kind, string Text, string Tag);

    public IReadOnlyList<Piece> Pieces { get; }

    public IEnumerable<string> Texts => Pieces.Where(piece => piece.Kind == "TextBlock").Select(piece => piece.Text);

    public IEnumerable<string> Tags => Pieces.Where(piece => piece.Kind == "SemanticTag").Select(piece => piece.Tag);

    public IEnumerable<string> Drawings => Pieces.Where(piece => piece.Kind == "DynamicSvgImage").Select(piece => piece.Text);

    public static ComposedTree Of(Document document)
    {
        var container = (IDocumentContainer)Activator.CreateInstance(Quest("QuestPDF.Drawing.DocumentContainer"), nonPublic: true)!;
        new PageComposer(document).Compose(container);
        var root = container.GetType().GetMethod("Compose", Any)!.Invoke(container, null)!;
        var pieces = new List<Piece>();
        Walk(root, "", pieces);
        return new ComposedTree(pieces);
    }

    private static void Walk(object element, string tag, List<Piece> pieces)
    {
        var kind = element.GetType().Name;
        if (kind == "SemanticTag")
        {
            tag = (string)Value(element, "TagType")!;
            pieces.Add(new Piece(kind, Value(element, "Alt") as string ?? "", tag));
        }
        else
        {
            pieces.Add(new Piece(kind, kind switch
            {
                "TextBlock" => string.Concat(((IEnumerable)Value(element, "Items")!).Cast<object>().Select(TextOf)),
                "DynamicSvgImage" => ((QuestPDF.Fluent.GenerateDynamicSvgDelegate)Value(element, "SvgSource")!)(new Size(Wide, Wide))!,
                _ => "",
            }, tag));
        }

        foreach (var child in (IEnumerable)element.GetType().GetMethod("GetChildren", Any)!.Invoke(element, null)!)
        {
            if (child is not null)
            {
                Walk(child, tag, pieces);
            }
        }
    }

    private static string TextOf(object item) => item.GetType().Name == "TextBlockPageNumber" ? "#" : Value(item, "Text") as string ?? "";

    private static object? Value(object of, string property) => of.GetType().GetProperty(property, Any)?.GetValue(of);

    private static Type Quest(string name) => typeof(IDocumentContainer).Assembly.GetType(name, throwOnError: true)!;
}
