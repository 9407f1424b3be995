using System.Collections.Concurrent;
using System.Globalization;
using Charity.Documents.Compression;
using Charity.Documents.Fonts;
using Charity.Embedded.Pdf.Files;

namespace Charity.Embedded.Pdf.Fonts;

/// <summary>
/// A face cut to some groups of letters and packed, ready to be copied into files. Made once for each mixture of groups;
/// there are at most 128 of them.
/// </summary>
internal sealed class EmbeddedFont
{
    private static readonly ConcurrentDictionary<(bool Bold, int Mask), EmbeddedFont> Made = new();

    private readonly FontFace _face;
    private readonly string _name;
    private readonly byte[] _file;
    private readonly int _fileLength;
    private readonly byte[] _toUnicode;
    private readonly byte[] _widths;

    private EmbeddedFont(FontFace face, int mask)
    {
        _face = face;
        // Six letters before the name tell readers that the font is a subset; they differ for each mixture.
        _name = string.Create(CultureInfo.InvariantCulture, $"CHRT{(char)('A' + (mask / 26))}{(char)('A' + (mask % 26))}+{face.Name}");
        var letters = LetterGroups.Characters(face, mask).ToList();
        var glyphs = TrueTypeSubset.WithParts(face, letters.Select(face.GlyphOf));
        var file = TrueTypeSubset.Cut(face, glyphs);
        _fileLength = file.Length;
        _file = Packed(file);
        using var map = new ByteSink();
        ToUnicode.Write(map, letters.Select(c => (face.GlyphOf(c), c == FontFace.LocalBe ? 'б' : c)).OrderBy(p => p.Item1).ToList());
        _toUnicode = Packed(map.Written);
        _widths = Widths(face, letters.Select(face.GlyphOf).Append((ushort)0));
    }

    public static EmbeddedFont Of(FontFace face, int mask) =>
        Made.GetOrAdd((face.IsBold, mask), static (key, f) => new EmbeddedFont(f, key.Mask), face);

    /// <summary>Writes the font's five objects; returns the number of the one that pages refer to.</summary>
    public int Write(PdfFile file)
    {
        int font = file.Reserve(), descendant = file.Reserve(), descriptor = file.Reserve(), program = file.Reserve(), unicode = file.Reserve();
        var sink = file.Out;
        file.Begin(font);
        sink.Ascii($"<</Type/Font/Subtype/Type0/BaseFont/{_name}/Encoding/Identity-H/DescendantFonts[");
        sink.Reference(descendant);
        sink.Write("]/ToUnicode "u8);
        sink.Reference(unicode);
        sink.Write(">>"u8);
        file.End();

        file.Begin(descendant);
        sink.Ascii($"<</Type/Font/Subtype/CIDFontType2/BaseFont/{_name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>");
        sink.Write("/CIDToGIDMap/Identity/DW 0/W["u8);
        sink.Write(_widths);
        sink.Write("]/FontDescriptor "u8);
        sink.Reference(descriptor);
        sink.Write(">>"u8);
        file.End();

        file.Begin(descriptor);
        var box = _face.Bounds;
        // Flags: bit 6, a font of letters; StemV as the two weights of Noto Sans are drawn.
        sink.Ascii(string.Create(
            CultureInfo.InvariantCulture,
            $"<</Type/FontDescriptor/FontName/{_name}/Flags 32/FontBBox[{box.Left} {box.Bottom} {box.Right} {box.Top}]/ItalicAngle 0/Ascent {_face.Ascent}/Descent {_face.Descent}/CapHeight {_face.CapHeight}/XHeight {_face.XHeight}/StemV {(_face.IsBold ? 150 : 88)}/FontFile2 "));
        sink.Reference(program);
        sink.Write(">>"u8);
        file.End();

        file.Stream(program, string.Create(CultureInfo.InvariantCulture, $"/Length1 {_fileLength}/Filter/FlateDecode"), _file);
        file.Stream(unicode, "/Filter/FlateDecode", _toUnicode);
        return font;
    }

    private static byte[] Packed(ReadOnlySpan<byte> content)
    {
        using var packed = new ByteSink(content.Length + 64);
        Zlib.Pack(content, packed);
        return packed.ToArray();
    }

    /// <summary>Widths as runs of neighbours: <c>36 [639 650] 70 [561]</c>. Our fonts have 1000 units, as PDF counts.</summary>
    private static byte[] Widths(FontFace face, IEnumerable<ushort> glyphs)
    {
        using var widths = new ByteSink();
        var last = -2;
        foreach (var glyph in glyphs.Distinct().Order())
        {
            if (glyph != last + 1)
            {
                widths.Ascii(last < 0 ? "" : "]");
                widths.Number(glyph);
                widths.Write((byte)'[');
            }
            else
            {
                widths.Write((byte)' ');
            }

            widths.Number(face.AdvanceOf(glyph));
            last = glyph;
        }

        widths.Write((byte)']');
        return widths.ToArray();
    }
}
