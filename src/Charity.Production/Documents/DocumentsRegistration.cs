using Charity.Data;
using Charity.Documents;
using Charity.Embedded.Pdf;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Charity.Production.Documents;

/// <summary>The renderer that the settings name.</summary>
internal static class DocumentsRegistration
{
    public static IServiceCollection AddDocumentRenderer(this IServiceCollection services)
        => services
            .AddSettings<DocumentOptions>(DocumentOptions.Section, DocumentOptions.Faults)
            .AddSingleton<IDocumentRenderer>(provider => provider.GetRequiredService<IOptions<DocumentOptions>>().Value switch
            {
                { Renderer: DocumentRendererName.Builtin } => new PdfRenderer(),
                { QuestPdfLicense: { } license } => new QuestPdfRenderer(license),
                _ => throw new InvalidOperationException("The settings were not checked."),
            });
}
