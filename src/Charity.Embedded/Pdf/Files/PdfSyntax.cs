using System.Buffers.Binary;
using System.Globalization;
using Charity.Documents.Compression;

namespace Charity.Embedded.Pdf.Files;

/// <summary>Writes the small things that PDF is made of: numbers, names, strings, references.</summary>
internal static class PdfSyntax
{
    private static ReadOnlySpan<byte> HexDigits => "0123456789ABCDEF"u8;

    /// <summary>A length with at most two decimals: a hundredth of a point is a three-hundredth of a millimetre.</summary>
    public static void Real(this ByteSink sink, double value)
    {
        var hundredths = (long)Math.Round(value * 100, MidpointRounding.AwayFromZero);
        var room = sink.Room(24);
        var used = 0;
        if (hundredths < 0)
        {
            room[used++] = (byte)'-';
            hundredths = -hundredths;
        }

        var whole = hundredths / 100;
        var rest = (int)(hundredths % 100);
        if (whole != 0 || rest == 0)
        {
            System.Buffers.Text.Utf8Formatter.TryFormat(whole, room[used..], out var digits);
            used += digits;
        }

        if (rest != 0)
        {
            room[used++] = (byte)'.';
            room[used++] = (byte)('0' + (rest / 10));
            if (rest % 10 != 0)
            {
                room[used++] = (byte)('0' + (rest % 10));
            }
        }

        sink.Advance(used);
    }

    /// <summary>Numbers with a space after each.</summary>
    public static void Reals(this ByteSink sink, params ReadOnlySpan<double> values)
    {
        foreach (var value in values)
        {
            sink.Real(value);
            sink.Write((byte)' ');
        }
    }

    /// <summary>A reference to an object: <c>12 0 R</c>.</summary>
    public static void Reference(this ByteSink sink, int number)
    {
        sink.Number(number);
        sink.Write(" 0 R"u8);
    }

    /// <summary>A string for people, such as a title: any characters, as UTF-16 with its mark.</summary>
    public static void TextString(this ByteSink sink, string text)
    {
        sink.Write("<FEFF"u8);
        Span<byte> unit = stackalloc byte[2];
        foreach (var c in text)
        {
            BinaryPrimitives.WriteUInt16BigEndian(unit, c);
            sink.Hex(unit);
        }

        sink.Write((byte)'>');
    }

    /// <summary>A string for programs, such as a date or an address: ASCII only.</summary>
    public static void AsciiString(this ByteSink sink, string text)
    {
        sink.Write((byte)'(');
        foreach (var c in text)
        {
            sink.StringByte((byte)c);
        }

        sink.Write((byte)')');
    }

    /// <summary>One byte inside round brackets.</summary>
    public static void StringByte(this ByteSink sink, byte value)
    {
        switch (value)
        {
            case (byte)'(' or (byte)')' or (byte)'\\':
                sink.Write((byte)'\\');
                sink.Write(value);
                break;
            case (byte)'\r':
                // A bare carriage return would be read as a line feed.
                sink.Write("\\r"u8);
                break;
            default:
                sink.Write(value);
                break;
        }
    }

    public static void Hex(this ByteSink sink, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            sink.Write(HexDigits[value >> 4]);
            sink.Write(HexDigits[value & 15]);
        }
    }

    /// <summary>A UTC moment: <c>D:20260131120000Z</c>.</summary>
    public static string Date(DateTime utc) => "D:" + utc.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture) + "Z";
}
