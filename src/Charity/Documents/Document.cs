namespace Charity.Documents;

/// <summary>
/// A document by its meaning: what it says and in which order, with no fonts, positions or files. A4, 20 mm margins;
/// everything else about its looks is the renderer's.
/// </summary>
/// <param name="Language">BCP 47 language of the text, such as <c>uk</c>; blocks and runs may differ.</param>
/// <param name="Title">Title of the file: shown by readers in the window's head and read first by screen readers.</param>
/// <param name="Author">The organisation that speaks.</param>
/// <param name="CreatedAt">
/// UTC moment written into the file as its date. Take it from the snapshot (the moment of issue), never from a clock:
/// the same snapshot must give the same bytes.
/// </param>
/// <param name="Blocks">The content, in reading order.</param>
public sealed record Document(string Language, string Title, string Author, DateTime CreatedAt, IReadOnlyList<Block> Blocks)
{
    /// <summary>One sentence on what the file is, for its metadata.</summary>
    public string Subject { get; init; } = "";

    /// <summary>Head of the first page; none when null.</summary>
    public DocumentHead? Head { get; init; }

    /// <summary>Foot of every page; none when null.</summary>
    public DocumentFoot? Foot { get; init; }
}

/// <summary>Head of the first page: who speaks on the left, which paper this is on the right. Later pages repeat the first line of each, small.</summary>
/// <param name="Left">Lines on the left; the first, the organisation's name, stands out.</param>
/// <param name="Right">Lines on the right; the first, such as the receipt's number, stands out.</param>
public sealed record DocumentHead(IReadOnlyList<string> Left, IReadOnlyList<string> Right)
{
    /// <summary>Logo beside the organisation's name: a JPEG or PNG, drawn at most 14 mm high. It is decoration: the name beside it says who speaks.</summary>
    public byte[]? Logo { get; init; }
}

/// <summary>Foot of every page.</summary>
/// <param name="Text">Quiet line on the left, such as number and address of the organisation; may be empty.</param>
/// <param name="PageFormat">
/// Page line in the document's language, with <c>{0}</c> for the page and <c>{1}</c> for their number: "Page {0} of {1}".
/// Empty for none.
/// </param>
public sealed record DocumentFoot(string Text, string PageFormat);
