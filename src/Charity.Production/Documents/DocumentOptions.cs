using Charity.Data;

namespace Charity.Production.Documents;

/// <summary>What draws receipts and reports.</summary>
internal enum DocumentRendererName
{
    /// <summary>QuestPDF, with its native library and a licence of the deploying organisation.</summary>
    QuestPdf,

    /// <summary>The product's own PDF writer, as in the Embedded edition: no native library, no licence.</summary>
    Builtin,
}

/// <summary>
/// The licence under which the deploying organisation uses QuestPDF. Only it can know: it follows from its own kind and
/// revenue, so the program never assumes one.
/// </summary>
internal enum QuestPdfLicense
{
    /// <summary>Small companies, registered charities, free and open-source projects, by QuestPDF's terms.</summary>
    Community,

    /// <summary>Paid, by QuestPDF's terms.</summary>
    Professional,

    /// <summary>Paid, by QuestPDF's terms.</summary>
    Enterprise,

    /// <summary>Trying it out only: files say so.</summary>
    Evaluation,
}

/// <summary>How documents are drawn.</summary>
internal sealed class DocumentOptions
{
    public const string Section = "Documents";

    public DocumentRendererName Renderer { get; set; } = DocumentRendererName.QuestPdf;

    /// <summary>Needed with <see cref="DocumentRendererName.QuestPdf"/>, and not looked at otherwise.</summary>
    public QuestPdfLicense? QuestPdfLicense { get; set; }

    /// <summary>What keeps the program from starting; there is no silent way back to another renderer.</summary>
    public static IEnumerable<string> Faults(DocumentOptions options)
    {
        if (options.Renderer != DocumentRendererName.QuestPdf)
        {
            yield break;
        }

        var builtin = $"{Settings.Variable(Section, nameof(Renderer))}={nameof(DocumentRendererName.Builtin)}";
        if (options.QuestPdfLicense is null)
        {
            yield return $"{Settings.Variable(Section, nameof(QuestPdfLicense))} is missing: name the licence under which you use QuestPDF "
                + $"({string.Join(", ", Enum.GetNames<QuestPdfLicense>())}), or choose {builtin}.";
        }
        else if (QuestPdfEngine.WhyNotHere is { } reason)
        {
            yield return $"{Settings.Variable(Section, nameof(Renderer))} is {nameof(DocumentRendererName.QuestPdf)}, but its native library cannot be used here ({reason}). "
                + $"Install it, or choose {builtin}.";
        }
    }
}
