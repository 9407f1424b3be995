using System.Buffers.Binary;

namespace Charity.Documents.Fonts;

/// <summary>Reads the table that leads from characters of the Basic Multilingual Plane to glyphs (format 4, which every font of ours has).</summary>
internal static class CharacterMap
{
    private const int Unicode = 0;
    private const int Windows = 3;

    public static ushort[] Read(ReadOnlySpan<byte> cmap)
    {
        var glyphs = new ushort[char.MaxValue + 1];
        for (var i = 0; i < U16(cmap, 2); i++)
        {
            var platform = U16(cmap, 4 + (8 * i));
            var subtable = cmap[BinaryPrimitives.ReadInt32BigEndian(cmap[(8 + (8 * i))..])..];
            if (platform is Unicode or Windows && U16(subtable, 0) == 4)
            {
                ReadSegments(subtable, glyphs);
                return glyphs;
            }
        }

        throw new InvalidDataException("The font has no character map of format 4.");
    }

    private static void ReadSegments(ReadOnlySpan<byte> map, ushort[] glyphs)
    {
        var doubled = U16(map, 6);
        int ends = 14, starts = ends + doubled + 2, deltas = starts + doubled, ranges = deltas + doubled;
        for (var segment = 0; segment < doubled; segment += 2)
        {
            int first = U16(map, starts + segment), last = U16(map, ends + segment);
            int delta = U16(map, deltas + segment), range = U16(map, ranges + segment);
            for (var c = first; c <= last && c != char.MaxValue; c++)
            {
                int glyph = range == 0 ? c : U16(map, ranges + segment + range + (2 * (c - first)));
                glyphs[c] = range != 0 && glyph == 0 ? (ushort)0 : (ushort)(glyph + delta);
            }
        }
    }

    private static ushort U16(ReadOnlySpan<byte> data, int at) => BinaryPrimitives.ReadUInt16BigEndian(data[at..]);
}
