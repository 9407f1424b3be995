using System.Buffers.Binary;
using System.Text;

namespace Charity.Documents.Fonts;

/// <summary>Finds the tables of a TrueType file by their tags.</summary>
internal readonly struct TrueTypeTables(byte[] file)
{
    private const int HeaderLength = 12;
    private const int RecordLength = 16;

    public ReadOnlySpan<byte> Find(string tag)
    {
        var (offset, length) = Record(tag);
        return file.AsSpan(offset, length);
    }

    public int OffsetOf(string tag) => Record(tag).Offset;

    private (int Offset, int Length) Record(string tag)
    {
        Span<byte> wanted = stackalloc byte[4];
        Encoding.ASCII.GetBytes(tag, wanted);
        var tables = BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(4));
        for (var i = 0; i < tables; i++)
        {
            var record = file.AsSpan(HeaderLength + (i * RecordLength), RecordLength);
            if (record[..4].SequenceEqual(wanted))
            {
                return (BinaryPrimitives.ReadInt32BigEndian(record[8..]), BinaryPrimitives.ReadInt32BigEndian(record[12..]));
            }
        }

        throw new InvalidDataException($"The font has no table '{tag}'.");
    }
}
