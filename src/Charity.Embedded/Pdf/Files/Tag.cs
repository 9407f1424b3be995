namespace Charity.Embedded.Pdf.Files;

/// <summary>
/// A node of the document's logical structure: a paragraph, a table cell, a figure. It takes its place under its parent
/// when its first content is drawn, so that the order of reading is the order of drawing.
/// </summary>
internal sealed class Tag(string type, Tag? parent)
{
    private bool _placed = parent is null;
    private int _drawn;

    /// <summary>Standard structure type, such as <c>P</c>.</summary>
    public string Type { get; } = type;

    public Tag? Parent { get; } = parent;

    /// <summary>Where it differs from the parent's.</summary>
    public string? Language { get; init; }

    /// <summary>Read instead of the content.</summary>
    public string? Alternative { get; init; }

    /// <summary>Attributes as a PDF dictionary, such as a header cell's scope.</summary>
    public string? Attributes { get; set; }

    /// <summary>The box around a figure on its page, from the page's lower left corner; null where it goes over pages.</summary>
    public TagBox? Box { get; private set; }

    public List<TagKid> Kids { get; } = [];

    /// <summary>Number of its object, once written.</summary>
    public int Number { get; set; }

    /// <summary>Widens the box by a part that was drawn.</summary>
    public void Grow(TagBox part)
    {
        _drawn++;
        Box = _drawn == 1 ? part : Box?.Page == part.Page ? Box.Around(part) : null;
    }

    /// <summary>Puts the tag, and its parents first, at the end of what has been read so far.</summary>
    public void Place()
    {
        if (!_placed)
        {
            _placed = true;
            Parent!.Place();
            Parent.Kids.Add(new TagKid { Tag = this });
        }
    }
}

/// <summary>Where a tag's content stands on a page.</summary>
internal sealed record TagBox(int Page, double Left, double Bottom, double Right, double Top)
{
    public TagBox Around(TagBox other) => new(
        Page, Math.Min(Left, other.Left), Math.Min(Bottom, other.Bottom), Math.Max(Right, other.Right), Math.Max(Top, other.Top));
}

/// <summary>A child: another tag, a piece of a page's content, or an annotation.</summary>
internal readonly struct TagKid
{
    public Tag? Tag { get; init; }

    /// <summary>Index of the page that holds the content or annotation.</summary>
    public int Page { get; init; }

    /// <summary>Number of the marked content on its page.</summary>
    public int Mark { get; init; }

    /// <summary>The annotation, where the child is one.</summary>
    public LinkArea? Link { get; init; }
}

/// <summary>A place on a page that opens an address.</summary>
internal sealed record LinkArea(Uri Target, string Text, double Left, double Bottom, double Right, double Top, Tag Tag)
{
    /// <summary>Number of its object, once written.</summary>
    public int Number { get; set; }
}
