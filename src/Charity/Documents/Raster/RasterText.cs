using Charity.Documents.Fonts;

namespace Charity.Documents.Raster;

/// <summary>Sets text into a picture.</summary>
internal sealed class RasterText(FontFace face, double size)
{
    private const char Ellipsis = '…';

    private double Scale => size / face.UnitsPerEm;

    public double Width(ReadOnlySpan<char> text)
    {
        var units = 0;
        foreach (var c in text)
        {
            units += face.AdvanceOf(face.GlyphOf(c));
        }

        return units * Scale;
    }

    public void Draw(RasterCanvas canvas, string text, double left, double baseline, int colour)
    {
        var x = left;
        for (var i = 0; i < text.Length; i++)
        {
            var glyph = face.GlyphOf(text[i]);
            var (dx, dy) = CombiningMarks.Is(text[i]) ? MarkPlacement.Of(text, i, face) : default;
            var path = new OutlinePath();
            GlyphOutline.Add(path, face, glyph, x + (dx * Scale), baseline - (dy * Scale), Scale);
            canvas.Fill(path, colour);
            x += face.AdvanceOf(glyph) * Scale;
        }
    }

    /// <summary>The text in lines no wider than the width; words longer than a line are broken.</summary>
    public List<string> Lines(string text, double width)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            var rest = word;
            if (line.Length > 0 && Width(line + " " + rest) <= width)
            {
                line += " " + rest;
                continue;
            }

            if (line.Length > 0)
            {
                lines.Add(line);
            }

            while (Width(rest) > width)
            {
                var fits = Fitting(rest, width);
                lines.Add(rest[..fits]);
                rest = rest[fits..];
            }

            line = rest;
        }

        if (line.Length > 0)
        {
            lines.Add(line);
        }

        return lines;
    }

    /// <summary>The same lines, as even as they can be: a last word alone on its line looks forgotten.</summary>
    public List<string> EvenLines(string text, double width)
    {
        var lines = Lines(text, width);
        // Not narrower than the longest word, which would be broken for it.
        var longest = text.Split([' ', '\n']).Max(w => Width(w));
        var (narrow, wide) = (Math.Min(longest, width) - 1, width);
        while (wide - narrow > 1)
        {
            var tried = (narrow + wide) / 2;
            if (Lines(text, tried).Count > lines.Count)
            {
                narrow = tried;
            }
            else
            {
                (wide, lines) = (tried, Lines(text, tried));
            }
        }

        return lines;
    }

    /// <summary>The text on one line, with an ellipsis where it had to be cut.</summary>
    public string Cut(string text, double width)
    {
        if (Width(text) <= width)
        {
            return text;
        }

        return text[..Fitting(text, width - Width([Ellipsis]))].TrimEnd() + Ellipsis;
    }

    /// <summary>How many letters fit, at least one; a letter keeps its marks.</summary>
    private int Fitting(string text, double width)
    {
        var count = 1;
        while (count < text.Length && (CombiningMarks.Is(text[count]) || Width(text.AsSpan(0, count + 1)) <= width))
        {
            count++;
        }

        return count;
    }
}
