using Charity.Documents;
using Charity.Documents.Fonts;
using Charity.Embedded.Pdf.Files;
using Charity.Embedded.Pdf.Fonts;

namespace Charity.Embedded.Pdf.Layout;

/// <content>How text is drawn.</content>
internal sealed partial class PageCanvas
{
    /// <summary>Draws a line of text with its base line at a height, and makes its links open.</summary>
    public void Text(TextLine line, double left, double baseline)
    {
        var x = left;
        for (var i = 0; i < line.Pieces.Length; i++)
        {
            var piece = line.Pieces[i];
            var hyphen = line.Hyphen && i == line.Pieces.Length - 1;
            x += Piece(piece, x, baseline, hyphen);
        }
    }

    private double Piece(TextPiece piece, double x, double baseline, bool hyphen)
    {
        var style = piece.Span.Style;
        if (piece.Span.Tag is { } tag)
        {
            Mark(tag);
        }
        else if (!_marked)
        {
            Decoration();
        }

        Fill(style.Colour);
        Content.Write("BT "u8);
        if (_font != style && (_font is null || _font.Bold != style.Bold || _font.Size != style.Size))
        {
            Content.Write(style.Bold ? "/B "u8 : "/R "u8);
            Content.Real(style.Size);
            Content.Write(" Tf "u8);
        }

        _font = style;
        Content.Reals(x, Look.PageHeight - baseline);
        Content.Write("Td"u8);
        Glyphs(piece.Characters, style, hyphen);
        Content.Write(" ET\n"u8);
        var width = LineBreaker.Width(piece.Characters, style) + (hyphen ? LineBreaker.Width("-", style) : 0);
        if (piece.Span is { Link: { } link, Tag: { } linkTag } && !Repeating)
        {
            var visible = LineBreaker.Width(piece.Characters.TrimEnd(' '), style);
            var area = new LinkArea(
                link, piece.Span.Text, x, Look.PageHeight - baseline - (style.Size * 0.3), x + visible, Look.PageHeight - baseline + (style.Size * 0.9), linkTag);
            Links.Add(area);
            linkTag.Kids.Add(new TagKid { Page = page, Link = area });
        }

        return width;
    }

    private void Glyphs(ReadOnlySpan<char> text, TextStyle style, bool hyphen)
    {
        var used = 0;
        var open = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is TextNormaliser.SoftHyphen or TextNormaliser.ZeroWidthSpace)
            {
                continue;
            }

            used |= LetterGroups.MaskOf(c);
            if (i + 1 < text.Length && CombiningMarks.Is(text[i + 1]))
            {
                Close(ref open);
                i = LetterWithMarks(text, i, style, ref used);
                continue;
            }

            Open(ref open);
            Glyph(style.Face.GlyphOf(c));
        }

        if (hyphen)
        {
            Open(ref open);
            Glyph(style.Face.GlyphOf('-'));
            used |= LetterGroups.MaskOf('-');
        }

        Close(ref open);
        if (style.Bold)
        {
            fonts.Bold |= used;
        }
        else
        {
            fonts.Regular |= used;
        }
    }

    private void Open(ref bool open)
    {
        if (!open)
        {
            Content.Write((byte)'(');
            open = true;
        }
    }

    private void Close(ref bool open)
    {
        if (open)
        {
            Content.Write(")Tj"u8);
            open = false;
        }
    }

    private void Glyph(ushort glyph)
    {
        Content.StringByte((byte)(glyph >> 8));
        Content.StringByte((byte)glyph);
    }

    /// <summary>
    /// A letter and its loose marks. The marks are moved over the middle of the letter, which programs that copy text
    /// would take for gaps between words; so the text is given beside them. Returns the place of the last mark.
    /// </summary>
    private int LetterWithMarks(ReadOnlySpan<char> text, int letter, TextStyle style, ref int used)
    {
        var end = letter + 1;
        while (end < text.Length && CombiningMarks.Is(text[end]))
        {
            used |= LetterGroups.MaskOf(text[end]);
            end++;
        }

        Content.Write("/Span<</ActualText"u8);
        Content.TextString(text[letter..end].ToString().Replace(FontFace.LocalBe, 'б'));
        Content.Write(">>BDC("u8);
        Glyph(style.Face.GlyphOf(text[letter]));
        Content.Write(")Tj"u8);
        for (var i = letter + 1; i < end; i++)
        {
            Raised(text, i, style);
        }

        Content.Write(" EMC "u8);
        return end - 1;
    }

    /// <summary>
    /// Over a tall letter, or another mark, a mark goes up: the font keeps its marks at the height of small letters.
    /// </summary>
    private void Raised(ReadOnlySpan<char> text, int at, TextStyle style)
    {
        var (dx, dy) = MarkPlacement.Of(text, at, style.Face);
        if (dy != 0)
        {
            Content.Write((byte)' ');
            Content.Real(dy * style.Size / style.Face.UnitsPerEm);
            Content.Write(" Ts"u8);
        }

        Content.Write((byte)'[');
        Content.Number(-dx);
        Content.Write((byte)'(');
        Glyph(style.Face.GlyphOf(text[at]));
        Content.Write((byte)')');
        Content.Number(dx);
        Content.Write("]TJ"u8);
        if (dy != 0)
        {
            Content.Write(" 0 Ts"u8);
        }
    }
}
