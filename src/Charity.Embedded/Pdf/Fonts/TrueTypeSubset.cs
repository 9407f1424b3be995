using System.Buffers.Binary;
using Charity.Documents.Fonts;

namespace Charity.Embedded.Pdf.Fonts;

/// <summary>
/// Cuts a font down to some glyphs. Glyphs keep their numbers, so text is written the same whatever is cut; the others
/// lose their outlines, which pack to almost nothing.
/// </summary>
internal static class TrueTypeSubset
{
    private const int HeaderLength = 12;
    private const int RecordLength = 16;

    /// <summary>What all four-byte words of a font file sum up to (OpenType, table head).</summary>
    private const uint Magic = 0xB1B0AFBA;

    public static byte[] Cut(FontFace face, SortedSet<ushort> glyphs)
    {
        var (outlines, places) = Outlines(face, glyphs);
        var head = face.Table("head").ToArray();
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(8), 0);
        BinaryPrimitives.WriteInt16BigEndian(head.AsSpan(50), 1);
        var file = Assemble(
            ("glyf", outlines),
            ("head", head),
            ("hhea", face.Table("hhea").ToArray()),
            ("hmtx", Advances(face, glyphs)),
            ("loca", places),
            ("maxp", face.Table("maxp").ToArray()));
        return file;
    }

    /// <summary>The glyphs and all those that they are composed of.</summary>
    public static SortedSet<ushort> WithParts(FontFace face, IEnumerable<ushort> glyphs)
    {
        var all = new SortedSet<ushort> { 0 };
        var open = new Stack<ushort>(glyphs);
        while (open.TryPop(out var glyph))
        {
            if (all.Add(glyph))
            {
                foreach (var part in CompositeGlyph.PartsOf(face.OutlineOf(glyph)))
                {
                    open.Push(part.Glyph);
                }
            }
        }

        return all;
    }

    private static (byte[] Outlines, byte[] Places) Outlines(FontFace face, SortedSet<ushort> glyphs)
    {
        using var outlines = new MemoryStream();
        var places = new byte[4 * (face.GlyphCount + 1)];
        for (var glyph = 0; glyph < face.GlyphCount; glyph++)
        {
            BinaryPrimitives.WriteInt32BigEndian(places.AsSpan(4 * glyph), (int)outlines.Length);
            if (glyphs.Contains((ushort)glyph))
            {
                outlines.Write(face.OutlineOf((ushort)glyph));
                outlines.SetLength((outlines.Length + 3) & ~3);
                outlines.Position = outlines.Length;
            }
        }

        BinaryPrimitives.WriteInt32BigEndian(places.AsSpan(4 * face.GlyphCount), (int)outlines.Length);
        return (outlines.ToArray(), places);
    }

    private static byte[] Advances(FontFace face, SortedSet<ushort> glyphs)
    {
        // Four bytes a glyph: its advance and the side bearing on its left. Those of lost glyphs are zeros.
        var all = face.Table("hmtx");
        var kept = new byte[all.Length];
        foreach (var glyph in glyphs)
        {
            all.Slice(4 * glyph, 4).CopyTo(kept.AsSpan(4 * glyph));
        }

        return kept;
    }

    private static byte[] Assemble(params ReadOnlySpan<(string Tag, byte[] Content)> tables)
    {
        var length = HeaderLength + (RecordLength * tables.Length);
        foreach (var (_, content) in tables)
        {
            length += (content.Length + 3) & ~3;
        }

        var file = new byte[length];
        var entry = System.Numerics.BitOperations.Log2((uint)tables.Length);
        BinaryPrimitives.WriteUInt32BigEndian(file, 0x00010000);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(4), (ushort)tables.Length);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(6), (ushort)(RecordLength << entry));
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(8), (ushort)entry);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(10), (ushort)((RecordLength * tables.Length) - (RecordLength << entry)));
        var record = HeaderLength;
        var place = HeaderLength + (RecordLength * tables.Length);
        var headPlace = 0;
        foreach (var (tag, content) in tables)
        {
            content.CopyTo(file, place);
            headPlace = tag == "head" ? place : headPlace;
            System.Text.Encoding.ASCII.GetBytes(tag, file.AsSpan(record));
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(record + 4), Sum(file.AsSpan(place, (content.Length + 3) & ~3)));
            BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(record + 8), place);
            BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(record + 12), content.Length);
            record += RecordLength;
            place += (content.Length + 3) & ~3;
        }

        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(headPlace + 8), unchecked(Magic - Sum(file)));
        return file;
    }

    private static uint Sum(ReadOnlySpan<byte> words)
    {
        uint sum = 0;
        for (var i = 0; i < words.Length; i += 4)
        {
            sum = unchecked(sum + BinaryPrimitives.ReadUInt32BigEndian(words[i..]));
        }

        return sum;
    }
}
