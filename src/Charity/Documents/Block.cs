namespace Charity.Documents;

/// <summary>A piece of a document. The kinds are the sealed records of this room; renderers know them all.</summary>
public abstract record Block
{
    private protected Block() { }

    /// <summary>BCP 47 language where it differs from the document's, as in a receipt's second-language copy.</summary>
    public string? Language { get; init; }
}

/// <summary>A heading. Stays with what follows it.</summary>
/// <param name="Level">1 (the document's name, once) to 4.</param>
public sealed record Heading(int Level, string Text) : Block;

/// <summary>How loudly a paragraph speaks.</summary>
public enum ParagraphTone
{
    /// <summary>Body text.</summary>
    Plain,

    /// <summary>Larger opening sentence.</summary>
    Lead,

    /// <summary>Small and soft: conditions, notes, sources.</summary>
    Quiet,
}

/// <summary>A paragraph of text, with simple emphasis and links.</summary>
public sealed record Paragraph(IReadOnlyList<Run> Runs) : Block
{
    public Paragraph(params string[] texts) : this([.. texts.Select(t => new Run(t))]) { }

    public ParagraphTone Tone { get; init; }

    /// <summary>Small, soft text.</summary>
    public static Paragraph Quiet(string text) => new(text) { Tone = ParagraphTone.Quiet };
}

/// <summary>A list with bullets, or numbered.</summary>
public sealed record ItemList(IReadOnlyList<IReadOnlyList<Run>> Items) : Block
{
    public ItemList(params string[] items) : this([.. items.Select(i => (IReadOnlyList<Run>)[new Run(i)])]) { }

    /// <summary>Numbered 1, 2, 3 instead of bullets.</summary>
    public bool Numbered { get; init; }
}

/// <summary>The hero of a receipt: one amount, large, and in words beneath.</summary>
/// <param name="Label">What it is ("Received with thanks"); may be empty.</param>
/// <param name="Amount">Formatted amount with its currency, such as <c>25,00 €</c>.</param>
/// <param name="InWords">The amount in words; may be empty.</param>
public sealed record BigAmount(string Label, string Amount, string InWords) : Block;

/// <summary>One fact: its name and its value.</summary>
public sealed record Fact(string Name, IReadOnlyList<Run> Value)
{
    public Fact(string name, string value) : this(name, [new Run(value)]) { }
}

/// <summary>A quiet list of facts: names in a left column, values beside them.</summary>
public sealed record FactList(IReadOnlyList<Fact> Facts) : Block;

/// <summary>What a notice is about; the word beside the colour is the caller's.</summary>
public enum NoticeTone
{
    /// <summary>For your information.</summary>
    Information,

    /// <summary>Needs attention: a void or corrected receipt.</summary>
    Attention,
}

/// <summary>A framed notice that must not be overlooked, such as "This receipt is void since 3 May".</summary>
public sealed record Notice(NoticeTone Tone, string Title, IReadOnlyList<Run> Text) : Block
{
    public Notice(NoticeTone tone, string title, string text) : this(tone, title, [new Run(text)]) { }
}

/// <summary>A QR code with its words beside it.</summary>
/// <param name="Payload">What the code holds, at most <see cref="QrMatrix.MaxPayloadBytes"/> bytes of UTF-8.</param>
/// <param name="Caption">Text beside the code; the first run may be strong. May be empty.</param>
/// <param name="Alternative">What a screen reader says in place of the picture.</param>
public sealed record QrCode(string Payload, IReadOnlyList<Run> Caption, string Alternative) : Block
{
    /// <summary>Width and height in millimetres, without the quiet zone.</summary>
    public double Size { get; init; } = 26;
}

/// <summary>A picture, JPEG or PNG, known by its bytes.</summary>
/// <param name="Alternative">What a screen reader says in its place; empty for decoration.</param>
public sealed record Picture(byte[] Content, string Alternative) : Block
{
    /// <summary>Line beneath; may be empty.</summary>
    public string Caption { get; init; } = "";

    /// <summary>Greatest width in millimetres; never wider than the column, never enlarged past 96 pixels an inch.</summary>
    public double MaxWidth { get; init; } = 170;

    /// <summary>Greatest height in millimetres.</summary>
    public double MaxHeight { get; init; } = 110;
}

/// <summary>A thin line across the column.</summary>
public sealed record Rule : Block;

/// <summary>Empty height, in millimetres; vanishes at a page's top.</summary>
public sealed record Spacer(double Height) : Block;

/// <summary>What follows begins a new page.</summary>
public sealed record PageBreak : Block;

/// <summary>Blocks that stay on one page where they fit on one.</summary>
public sealed record KeepTogether(IReadOnlyList<Block> Blocks) : Block
{
    public KeepTogether(params Block[] blocks) : this((IReadOnlyList<Block>)blocks) { }
}

/// <summary>Two columns of equal width, kept on one page where they fit; read left, then right.</summary>
public sealed record SideBySide(IReadOnlyList<Block> Left, IReadOnlyList<Block> Right) : Block;

/// <summary>Blocks that stand at the foot of the page they fall on, such as the QR code and the address to check a receipt.</summary>
public sealed record AtFoot(IReadOnlyList<Block> Blocks) : Block
{
    public AtFoot(params Block[] blocks) : this((IReadOnlyList<Block>)blocks) { }
}
