using Charity.Documents;
using Microsoft.Extensions.DependencyInjection;

namespace Charity.Embedded.Pdf;

/// <summary>Registers the Embedded edition's way of drawing documents.</summary>
public static class PdfRegistration
{
    public static IServiceCollection AddPdfDocuments(this IServiceCollection services) =>
        services.AddSingleton<IDocumentRenderer, PdfRenderer>();
}
