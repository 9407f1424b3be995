using System.Buffers.Binary;

namespace Charity.Documents.Fonts;

/// <summary>
/// One of the two faces that documents are set in, read once from the assembly: which glyph shows a character, how wide
/// it is, where its outline stands. Units are those of the font, <see cref="UnitsPerEm"/> to the size.
/// </summary>
public sealed class FontFace
{
    /// <summary>Where make-fonts.py puts the Macedonian and Serbian form of the letter б.</summary>
    public const char LocalBe = '\uE431';

    private static readonly Lazy<FontFace> RegularFace = new(() => Load("NotoSans-Regular", bold: false));
    private static readonly Lazy<FontFace> BoldFace = new(() => Load("NotoSans-Bold", bold: true));

    private readonly byte[] _file;
    private readonly ushort[] _glyphs;
    private readonly ushort[] _advances;
    private readonly int[] _offsets;

    private FontFace(string name, bool bold, byte[] file)
    {
        Name = name;
        IsBold = bold;
        _file = file;
        var tables = new TrueTypeTables(file);
        var head = tables.Find("head");
        var hhea = tables.Find("hhea");
        var os2 = tables.Find("OS/2");
        UnitsPerEm = U16(head, 18);
        Bounds = new GlyphBounds(S16(head, 36), S16(head, 38), S16(head, 40), S16(head, 42));
        Ascent = S16(hhea, 4);
        Descent = S16(hhea, 6);
        XHeight = S16(os2, 86);
        CapHeight = S16(os2, 88);
        GlyphCount = U16(tables.Find("maxp"), 4);
        _advances = ReadAdvances(tables.Find("hmtx"), U16(hhea, 34), GlyphCount);
        _offsets = ReadOffsets(tables, longOffsets: S16(head, 50) == 1, GlyphCount);
        _glyphs = CharacterMap.Read(tables.Find("cmap"));
    }

    /// <summary>Noto Sans Regular.</summary>
    public static FontFace Regular => RegularFace.Value;

    /// <summary>Noto Sans Bold.</summary>
    public static FontFace Bold => BoldFace.Value;

    /// <summary>PostScript name, such as <c>NotoSans-Bold</c>.</summary>
    public string Name { get; }

    public bool IsBold { get; }
    public int UnitsPerEm { get; }
    public int Ascent { get; }

    /// <summary>Below the base line, negative.</summary>
    public int Descent { get; }

    public int CapHeight { get; }
    public int XHeight { get; }
    public int GlyphCount { get; }

    /// <summary>The box that holds every glyph.</summary>
    public GlyphBounds Bounds { get; }

    /// <summary>The whole font file, for renderers that embed it themselves.</summary>
    public ReadOnlyMemory<byte> File => _file;

    /// <summary>The face for a weight.</summary>
    public static FontFace Of(bool bold) => bold ? Bold : Regular;

    /// <summary>The glyph of a character; 0 where the font has none.</summary>
    public ushort GlyphOf(char character) => _glyphs[character];

    /// <summary>Advance width of a glyph.</summary>
    public int AdvanceOf(ushort glyph) => _advances[glyph];

    /// <summary>The glyph's outline as it stands in the font; empty for a space.</summary>
    public ReadOnlySpan<byte> OutlineOf(ushort glyph) =>
        _file.AsSpan(_offsets[glyph], _offsets[glyph + 1] - _offsets[glyph]);

    /// <summary>The box around a glyph's outline; all zero for a space.</summary>
    public GlyphBounds BoundsOf(ushort glyph)
    {
        var outline = OutlineOf(glyph);
        return outline.IsEmpty ? default : new GlyphBounds(S16(outline, 2), S16(outline, 4), S16(outline, 6), S16(outline, 8));
    }

    /// <summary>A table of the font by its four-letter tag.</summary>
    /// <exception cref="InvalidDataException">The font has no such table.</exception>
    public ReadOnlySpan<byte> Table(string tag) => new TrueTypeTables(_file).Find(tag);

    /// <summary>The font's whole file, for a renderer that brings its own reader.</summary>
    public Stream OpenFile() => new MemoryStream(_file, writable: false);

    private static FontFace Load(string name, bool bold)
    {
        using var stream = typeof(FontFace).Assembly.GetManifestResourceStream($"Charity.Documents.Fonts.{name}.ttf")
            ?? throw new InvalidDataException($"The font {name} is not in the assembly.");
        var file = new byte[stream.Length];
        stream.ReadExactly(file);
        return new FontFace(name, bold, file);
    }

    private static ushort[] ReadAdvances(ReadOnlySpan<byte> hmtx, int stated, int glyphs)
    {
        var advances = new ushort[glyphs];
        for (var i = 0; i < glyphs; i++)
        {
            // Past the stated number, every glyph is as wide as the last stated one.
            advances[i] = U16(hmtx, 4 * Math.Min(i, stated - 1));
        }

        return advances;
    }

    private static int[] ReadOffsets(TrueTypeTables tables, bool longOffsets, int glyphs)
    {
        var loca = tables.Find("loca");
        var start = tables.OffsetOf("glyf");
        var offsets = new int[glyphs + 1];
        for (var i = 0; i <= glyphs; i++)
        {
            offsets[i] = start + (longOffsets ? BinaryPrimitives.ReadInt32BigEndian(loca[(4 * i)..]) : 2 * U16(loca, 2 * i));
        }

        return offsets;
    }

    private static ushort U16(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadUInt16BigEndian(data[at..]);

    private static short S16(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadInt16BigEndian(data[at..]);
}

/// <summary>A box in font units, y upward.</summary>
public readonly record struct GlyphBounds(short Left, short Bottom, short Right, short Top);
