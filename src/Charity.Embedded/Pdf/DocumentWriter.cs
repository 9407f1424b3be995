using System.Globalization;
using System.Text;
using Charity.Documents;
using Charity.Documents.Compression;
using Charity.Documents.Fonts;
using Charity.Embedded.Pdf.Files;
using Charity.Embedded.Pdf.Fonts;
using Charity.Embedded.Pdf.Layout;

namespace Charity.Embedded.Pdf;

/// <summary>Writes drawn pages and all that they refer to into a file.</summary>
internal sealed class DocumentWriter(PdfFile file, Document document, Setting setting)
{
    private ByteSink Out => file.Out;

    public byte[] Write(IReadOnlyList<PageCanvas> pages, FontUse fonts, ImageUse images)
    {
        int catalog = file.Reserve(), tree = file.Reserve(), info = file.Reserve(), metadata = file.Reserve(), structure = file.Reserve();
        var resources = WriteResources(fonts, images);
        var numbers = pages.Select(_ => file.Reserve()).ToList();
        var links = pages.SelectMany(p => p.Links).ToList();
        WriteLinks(links, pages.Count);
        for (var i = 0; i < pages.Count; i++)
        {
            WritePage(pages[i], numbers[i], tree, resources);
        }

        file.Begin(tree);
        Out.Write("<</Type/Pages/Kids["u8);
        numbers.ForEach(n =>
        {
            Out.Reference(n);
            Out.Write((byte)' ');
        });
        Out.Write("]/Count "u8);
        Out.Number(numbers.Count);
        Out.Write(">>"u8);
        file.End();

        new StructureWriter(file, structure, numbers).Write(setting.Root, [.. pages.Select(p => p.Marks)], [.. links.Select(l => l.Tag)]);
        file.Stream(metadata, "/Type/Metadata/Subtype/XML", Encoding.UTF8.GetBytes(Metadata.Xmp(document, IsAccessible)));
        Metadata.WriteInfo(file, info, document);
        WriteCatalog(catalog, tree, structure, metadata);
        return file.Finish(catalog, info);
    }

    /// <summary>
    /// PDF/UA-1 asks what only the content can give: a title, headings without gaps, pictures with words. The rest of its
    /// rules this writer keeps for every file.
    /// </summary>
    private bool IsAccessible => document.Title.Length > 0 && setting is { HeadingsInOrder: true, HasUnnamedPicture: false };

    private void WriteCatalog(int catalog, int tree, int structure, int metadata)
    {
        file.Begin(catalog);
        Out.Write("<</Type/Catalog/Pages "u8);
        Out.Reference(tree);
        Out.Write("/MarkInfo<</Marked true>>/StructTreeRoot "u8);
        Out.Reference(structure);
        Out.Write("/Lang"u8);
        Out.AsciiString(document.Language);
        Out.Write("/ViewerPreferences<</DisplayDocTitle true>>/Metadata "u8);
        Out.Reference(metadata);
        Out.Write(">>"u8);
        file.End();
    }

    private int WriteResources(FontUse fonts, ImageUse images)
    {
        var regular = fonts.Regular == 0 ? 0 : EmbeddedFont.Of(FontFace.Regular, fonts.Regular).Write(file);
        var bold = fonts.Bold == 0 ? 0 : EmbeddedFont.Of(FontFace.Bold, fonts.Bold).Write(file);
        var pictures = images.Images.Select(i => i.Write(file)).ToList();
        var resources = file.Reserve();
        file.Begin(resources);
        Out.Write("<</Font<<"u8);
        if (regular != 0)
        {
            Out.Write("/R "u8);
            Out.Reference(regular);
        }

        if (bold != 0)
        {
            Out.Write("/B "u8);
            Out.Reference(bold);
        }

        Out.Write(">>/XObject<<"u8);
        for (var i = 0; i < pictures.Count; i++)
        {
            Out.Ascii(string.Create(CultureInfo.InvariantCulture, $"/I{i} "));
            Out.Reference(pictures[i]);
        }

        Out.Write(">>>>"u8);
        file.End();
        return resources;
    }

    private void WritePage(PageCanvas page, int number, int tree, int resources)
    {
        var content = file.Reserve();
        file.PackedStream(content, "", page.Content.Written);
        file.Begin(number);
        Out.Write("<</Type/Page/Parent "u8);
        Out.Reference(tree);
        Out.Write("/MediaBox[0 0 "u8);
        Out.Reals(Look.PageWidth, Look.PageHeight);
        Out.Write("]/Resources "u8);
        Out.Reference(resources);
        Out.Write("/Contents "u8);
        Out.Reference(content);
        Out.Write("/StructParents "u8);
        Out.Number(page.Page);
        Out.Write("/Tabs/S"u8);
        if (page.Links.Count > 0)
        {
            Out.Write("/Annots["u8);
            page.Links.ForEach(l =>
            {
                Out.Reference(l.Number);
                Out.Write((byte)' ');
            });
            Out.Write((byte)']');
        }

        Out.Write(">>"u8);
        file.End();
    }

    private void WriteLinks(List<LinkArea> links, int firstKey)
    {
        for (var i = 0; i < links.Count; i++)
        {
            var link = links[i];
            link.Number = file.Reserve();
            file.Begin(link.Number);
            // Flag 4: printed with the page.
            Out.Write("<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect["u8);
            Out.Reals(link.Left, link.Bottom, link.Right, link.Top);
            Out.Write("]/A<</S/URI/URI"u8);
            Out.AsciiString(link.Target.AbsoluteUri);
            Out.Write(">>/Contents"u8);
            Out.TextString(link.Text);
            Out.Write("/StructParent "u8);
            Out.Number(firstKey + i);
            Out.Write(">>"u8);
            file.End();
        }
    }
}
