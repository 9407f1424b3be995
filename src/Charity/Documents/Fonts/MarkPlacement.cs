namespace Charity.Documents.Fonts;

/// <summary>Where a loose mark goes over its letter: the middle of the one over the middle of the other.</summary>
internal static class MarkPlacement
{
    /// <summary>Air between a tall letter, or another mark, and the mark above it.</summary>
    private const int Air = 40;

    /// <summary>How far to move the mark from where the pen stands after the letter, in font units.</summary>
    public static (int Dx, int Dy) Of(ReadOnlySpan<char> text, int at, FontFace face)
    {
        var first = at;
        while (first > 0 && CombiningMarks.Is(text[first - 1]))
        {
            first--;
        }

        if (first == 0)
        {
            return default;
        }

        var letterGlyph = face.GlyphOf(text[first - 1]);
        var letter = face.BoundsOf(letterGlyph);
        var mark = face.BoundsOf(face.GlyphOf(text[at]));
        var dx = ((letter.Left + letter.Right - mark.Left - mark.Right) / 2) - face.AdvanceOf(letterGlyph);
        if (CombiningMarks.IsAttached(text[at]))
        {
            return (dx, 0);
        }

        var above = CombiningMarks.IsAbove(text[at]);
        var dy = above ? Math.Max(0, letter.Top + Air - mark.Bottom) : Math.Min(0, letter.Bottom - Air - mark.Top);
        for (var other = first; other < at; other++)
        {
            if (CombiningMarks.IsAbove(text[other]) == above)
            {
                var height = face.BoundsOf(face.GlyphOf(text[other]));
                dy += (above ? 1 : -1) * (height.Top - height.Bottom + Air);
            }
        }

        return (dx, dy);
    }
}
