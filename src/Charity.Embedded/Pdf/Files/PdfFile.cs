using System.Globalization;
using System.Security.Cryptography;
using Charity.Documents.Compression;

namespace Charity.Embedded.Pdf.Files;

/// <summary>
/// A PDF file in the making: numbered objects, then the table of where they stand. Its identity comes from its own bytes,
/// so the same content gives the same file.
/// </summary>
internal sealed class PdfFile : IDisposable
{
    private readonly List<int> _offsets = [0];

    public PdfFile()
    {
        // Four bytes above 127 in the second line tell transfer programs that the file is binary.
        Out.Write("%PDF-1.7\n%\u00E2\u00E3\u00CF\u00D3\n"u8);
    }

    public ByteSink Out { get; } = new(64 * 1024);

    /// <summary>A number for an object to be written later.</summary>
    public int Reserve()
    {
        _offsets.Add(0);
        return _offsets.Count - 1;
    }

    /// <summary>Begins an object that was given its number before; write its value, then <see cref="End"/>.</summary>
    public void Begin(int number)
    {
        _offsets[number] = Out.Length;
        Out.Number(number);
        Out.Write(" 0 obj\n"u8);
    }

    public void End() => Out.Write("\nendobj\n"u8);

    /// <summary>A stream whose bytes are packed already.</summary>
    /// <param name="entries">Further entries of its dictionary.</param>
    public void Stream(int number, string entries, ReadOnlySpan<byte> content)
    {
        Begin(number);
        Out.Write("<<"u8);
        Out.Ascii(entries);
        Out.Write("/Length "u8);
        Out.Number(content.Length);
        Out.Write(">>stream\n"u8);
        Out.Write(content);
        Out.Write("\nendstream"u8);
        End();
    }

    /// <summary>A stream packed here.</summary>
    public void PackedStream(int number, string entries, ReadOnlySpan<byte> content)
    {
        using var packed = new ByteSink(content.Length + 64);
        Zlib.Pack(content, packed);
        Stream(number, entries + "/Filter/FlateDecode", packed.Written);
    }

    /// <summary>Writes the cross-reference table and the trailer.</summary>
    public byte[] Finish(int root, int info)
    {
        // Sixteen bytes name the file, as the format asks; not a safeguard.
        Span<byte> id = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Out.Written, id);
        var table = Out.Length;
        Out.Write("xref\n0 "u8);
        Out.Number(_offsets.Count);
        Out.Write("\n0000000000 65535 f \n"u8);
        for (var number = 1; number < _offsets.Count; number++)
        {
            _offsets[number].TryFormat(Out.Room(20), out _, "D10", CultureInfo.InvariantCulture);
            Out.Advance(10);
            Out.Write(" 00000 n \n"u8);
        }

        Out.Write("trailer\n<</Size "u8);
        Out.Number(_offsets.Count);
        Out.Write("/Root "u8);
        Out.Reference(root);
        Out.Write("/Info "u8);
        Out.Reference(info);
        Out.Write("/ID[<"u8);
        Out.Hex(id[..16]);
        Out.Write("><"u8);
        Out.Hex(id[..16]);
        Out.Write(">]>>\nstartxref\n"u8);
        Out.Number(table);
        Out.Write("\n%%EOF\n"u8);
        return Out.ToArray();
    }

    public void Dispose() => Out.Dispose();
}
