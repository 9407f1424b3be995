using Charity.Documents;
using Charity.Embedded.Pdf.Blocks;
using Charity.Embedded.Pdf.Files;
using Charity.Embedded.Pdf.Images;
using Charity.Embedded.Pdf.Layout;

namespace Charity.Embedded.Pdf;

/// <summary>
/// Draws documents as tagged PDF 1.7 with an own writer: nothing but .NET, and the same bytes on every machine. Blocks are
/// cut into strips, strips fill pages, pages and their tags become objects of a file.
/// </summary>
internal sealed class PdfRenderer : IDocumentRenderer
{
    private readonly ImageShelf _shelf = new();

    public string Name => "Embedded";

    public byte[] Render(Document document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var setting = new Setting(document.Language, _shelf);
        var strips = new StripList(Look.Margin, Look.ColumnWidth);
        if (document.Head is { } head)
        {
            HeadBlock.Set(head, strips, setting);
        }

        BlockSetter.Set(document.Blocks, strips, setting);
        var running = new RunningLines(document, setting);
        setting.ThrowIfMissing();

        var (fonts, images) = (new FontUse(), new ImageUse());
        using var pages = new Pages(running.Bottom, fonts, images);
        pages.Fill(strips.Strips);
        foreach (var page in pages.All)
        {
            page.CloseMark();
            running.Draw(page, pages.All.Count);
        }

        using var file = new PdfFile();
        return new DocumentWriter(file, document, setting).Write(pages.All, fonts, images);
    }
}
