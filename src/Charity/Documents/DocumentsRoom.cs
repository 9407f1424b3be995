namespace Charity.Documents;

/// <summary>
/// Documents people keep: receipts, reports, confirmations, and the pictures campaigns are shared with.
/// Lives here: a document described by meaning (<see cref="Document"/> and its blocks), the port that draws it
/// (<see cref="IDocumentRenderer"/>), the fonts that both editions embed, <see cref="PrintableText"/> for the forms,
/// and the small rasteriser of share images. It calls no other room; every room may compose documents out of it.
/// </summary>
/// <remarks>
/// Nothing is registered here: the model is plain records, and the renderer comes with the edition
/// (<c>AddPdfDocuments</c> in Embedded).
/// </remarks>
internal static class DocumentsRoom;
