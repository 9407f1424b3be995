using Charity.Embedded.Pdf.Files;

namespace Charity.Embedded.Pdf.Layout;

/// <summary>A stretch of settled text in one style that belongs to one tag.</summary>
/// <param name="Tag">The tag that its drawing is marked with; null for decoration.</param>
/// <param name="Link">Address that a click opens.</param>
internal readonly record struct TextSpan(string Text, TextStyle Style, Tag? Tag, Uri? Link = null);

/// <summary>A piece of a line in one style.</summary>
internal readonly record struct TextPiece(TextSpan Span, int Start, int Length)
{
    public ReadOnlySpan<char> Characters => Span.Text.AsSpan(Start, Length);
}

/// <summary>A line of text, broken and measured.</summary>
/// <param name="Width">Without spaces at its end.</param>
/// <param name="Hyphen">A hyphen is drawn at its end, where a soft hyphen stands.</param>
internal sealed record TextLine(TextPiece[] Pieces, double Width, bool Hyphen)
{
    public TextStyle Style => Pieces.Length == 0 ? Look.Body : Pieces[0].Span.Style;
}
