using Charity.Adapters.Tests.Documents;
using Charity.Documents;
using Charity.Embedded.Pdf;
using Charity.Production.Documents;
using Charity.Testing.Documents;
using Charity.Testing.Tools;
using Xunit;

namespace Charity.Adapters.Tests.Production.Documents;

/// <summary>The contract against QuestPDF. Built only where its package brings a native library for this machine.</summary>
public sealed class QuestPdfRendererContractTests(ContractTally<DocumentRendererContract> tally)
    : DocumentRendererContract(new QuestPdfRenderer(QuestPdfLicense.Evaluation), tally), IClassFixture<ContractTally<DocumentRendererContract>>
{
    [ToolTheory("pdftotext")]
    [MemberData(nameof(Languages))]
    public async Task Both_renderers_say_the_same_words_in_the_same_order(string language)
    {
        var receipt = SampleDocuments.Receipt(language);
        Assert.Equal(await WordsAsync(new PdfRenderer(), receipt), await WordsAsync(Renderer, receipt));
    }

    private static async Task<string> WordsAsync(IDocumentRenderer renderer, Document document)
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.pdf");
        try
        {
            await File.WriteAllBytesAsync(file, renderer.Render(document));
            var answer = await SystemTool.RunAsync("pdftotext", "-raw", file, "-");
            Assert.Equal("", answer.Errors);
            return string.Join(' ', answer.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
