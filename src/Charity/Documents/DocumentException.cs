namespace Charity.Documents;

/// <summary>The document cannot be drawn as it stands; drawing it again will not help.</summary>
public class DocumentException : Exception
{
    public DocumentException(string message) : base(message) { }

    public DocumentException(string message, Exception inner) : base(message, inner) { }
}

/// <summary>A text holds characters that the embedded fonts cannot show.</summary>
public sealed class UnprintableTextException(IReadOnlyList<string> missing)
    : DocumentException("The document holds characters outside the embedded fonts: " + string.Join(' ', missing.Select(PrintableText.CodePoints)))
{
    /// <summary>Each character that cannot be shown, once, in the order met.</summary>
    public IReadOnlyList<string> Missing { get; } = missing;
}
