using Charity.Documents;
using QuestPDF.Fluent;
using QuestPDF.Infrastructure;

namespace Charity.Production.Documents;

/// <summary>Draws documents by QuestPDF: PDF/A, and PDF/UA where the document has what that asks for.</summary>
internal sealed class QuestPdfRenderer : IDocumentRenderer
{
    public QuestPdfRenderer(QuestPdfLicense license) => QuestPdfEngine.Prepare(license);

    public string Name => "QuestPDF";

    public byte[] Render(Charity.Documents.Document document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var accessible = Accessibility.Has(document);
        return QuestPDF.Fluent.Document.Create(pages => new PageComposer(document).Compose(pages))
            .WithMetadata(new DocumentMetadata
            {
                Title = document.Title,
                Author = document.Author,
                Subject = document.Subject,
                Language = document.Language,
                Creator = "Charity",
                // From the snapshot: the same document is the same file, today and in five years.
                CreationDate = new DateTimeOffset(document.CreatedAt, TimeSpan.Zero),
                ModifiedDate = new DateTimeOffset(document.CreatedAt, TimeSpan.Zero),
            })
            .WithSettings(new DocumentSettings
            {
                PDFA_Conformance = accessible ? PDFA_Conformance.PDFA_2A : PDFA_Conformance.PDFA_2U,
                PDFUA_Conformance = accessible ? PDFUA_Conformance.PDFUA_1 : PDFUA_Conformance.None,
                CompressDocument = true,
            })
            .GeneratePdf();
    }
}
