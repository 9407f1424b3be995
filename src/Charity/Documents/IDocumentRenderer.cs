namespace Charity.Documents;

/// <summary>
/// Draws a <see cref="Document"/> as a PDF. Safe to call from many threads at once, touches no clock, file or network:
/// the same document gives the same bytes, today and in five years, so that a receipt can be drawn again from its
/// snapshot and compared with the hash of what was sent.
/// </summary>
public interface IDocumentRenderer
{
    /// <summary>Name of the adapter, for the log and the contract tests, such as <c>Embedded</c>.</summary>
    string Name { get; }

    /// <summary>The whole PDF file.</summary>
    /// <exception cref="UnprintableTextException">
    /// Some text holds characters that the embedded fonts cannot show. Nothing is drawn: a receipt with a hole in the
    /// name is worse than none. Forms ask beforehand with <see cref="PrintableText"/>.
    /// </exception>
    /// <exception cref="DocumentException">A picture cannot be read, a QR payload is too long, a table has no columns.</exception>
    byte[] Render(Document document);
}
