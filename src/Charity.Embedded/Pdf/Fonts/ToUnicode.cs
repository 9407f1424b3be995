using System.Buffers.Binary;
using Charity.Documents.Compression;
using Charity.Embedded.Pdf.Files;

namespace Charity.Embedded.Pdf.Fonts;

/// <summary>The map from glyphs back to characters, by which text is copied, searched and read aloud.</summary>
internal static class ToUnicode
{
    /// <summary>Most entries of one section that readers must take (PDF 32000-1, 9.10.3).</summary>
    private const int SectionLength = 100;

    public static void Write(ByteSink sink, IReadOnlyList<(ushort Glyph, char Character)> letters)
    {
        sink.Write("/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n"u8);
        sink.Write("/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n"u8);
        sink.Write("1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n"u8);
        Span<byte> pair = stackalloc byte[4];
        for (var start = 0; start < letters.Count; start += SectionLength)
        {
            var count = Math.Min(SectionLength, letters.Count - start);
            sink.Number(count);
            sink.Write(" beginbfchar\n"u8);
            for (var i = start; i < start + count; i++)
            {
                BinaryPrimitives.WriteUInt16BigEndian(pair, letters[i].Glyph);
                BinaryPrimitives.WriteUInt16BigEndian(pair[2..], letters[i].Character);
                sink.Write((byte)'<');
                sink.Hex(pair[..2]);
                sink.Write("><"u8);
                sink.Hex(pair[2..]);
                sink.Write(">\n"u8);
            }

            sink.Write("endbfchar\n"u8);
        }

        sink.Write("endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n"u8);
    }
}
