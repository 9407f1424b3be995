namespace Charity.Documents;

/// <summary>A stretch of text inside a paragraph.</summary>
/// <param name="Text">Plain text; <c>\n</c> breaks the line.</param>
public sealed record Run(string Text)
{
    /// <summary>Set in the bold face.</summary>
    public bool Strong { get; init; }

    /// <summary>Address opened by a click, or null. Only <c>https</c>, <c>http</c> and <c>mailto</c> are taken.</summary>
    public Uri? Link { get; init; }

    /// <summary>Language where it differs from the block's.</summary>
    public string? Language { get; init; }

    public static implicit operator Run(string text) => new(text);

    /// <summary>Same as the conversion from a string.</summary>
    public static Run FromString(string text) => new(text);

    /// <summary>Text in the bold face.</summary>
    public static Run Bold(string text) => new(text) { Strong = true };

    /// <summary>An address that opens by a click; the text is what is read.</summary>
    public static Run To(Uri link, string text) => new(text) { Link = link };
}
