using System.Globalization;
using System.IO.Compression;
using System.Text;
using Xunit;

namespace Charity.Adapters.Tests.Documents;

/// <summary>
/// Reads a PDF by the book, for tests: every object from where the cross-reference table says it stands. Strict on
/// purpose; what it cannot read is a fault of the file.
/// </summary>
internal sealed class PdfProbe
{
    private readonly byte[] _file;
    private readonly Dictionary<int, int> _offsets = [];
    private readonly Dictionary<int, object?> _objects = [];

    public PdfProbe(byte[] file)
    {
        _file = file;
        var tail = Encoding.Latin1.GetString(file, file.Length - 64, 64);
        var start = tail[(tail.LastIndexOf("startxref\n", StringComparison.Ordinal) + 10)..].Split('\n');
        Assert.Equal("%%EOF", start[1]);
        Trailer = ReadTable(int.Parse(start[0], CultureInfo.InvariantCulture));
        Catalog = Get(Trailer["Root"]);
        Pages = [.. Kids(Get(Catalog["Pages"]))];
    }

    public PdfDictionary Trailer { get; }

    public PdfDictionary Catalog { get; }

    public IReadOnlyList<PdfDictionary> Pages { get; }

    public IEnumerable<object?> Objects => _offsets.Keys.Order().Select(Object);

    /// <summary>A dictionary, or one that is referred to.</summary>
    public PdfDictionary Get(object? value) => (PdfDictionary)Follow(value)!;

    public List<object?> List(object? value) => (List<object?>)Follow(value)!;

    public object? Follow(object? value) => value is PdfReference reference ? Object(reference.Number) : value;

    /// <summary>What a stream holds, unpacked.</summary>
    public static byte[] Unpacked(PdfDictionary stream)
    {
        if (!stream.TryGetValue("Filter", out var filter))
        {
            return stream.Stream!;
        }

        Assert.Equal(new PdfName("FlateDecode"), filter);
        using var packed = new MemoryStream(stream.Stream!);
        using var unpacking = new ZLibStream(packed, CompressionMode.Decompress);
        using var content = new MemoryStream();
        unpacking.CopyTo(content);
        return content.ToArray();
    }

    private object? Object(int number)
    {
        if (!_objects.TryGetValue(number, out var value))
        {
            var reader = new PdfReader(_file, _offsets[number]);
            Assert.Equal((long)number, reader.Read());
            Assert.Equal(0L, reader.Read());
            Assert.Equal("obj", reader.Read() as string);
            value = reader.Read();
            Assert.Equal("endobj", reader.Read() as string);
            _objects[number] = value;
        }

        return value;
    }

    private PdfDictionary ReadTable(int at)
    {
        var reader = new PdfReader(_file, at);
        Assert.Equal("xref", reader.Read() as string);
        Assert.Equal(0L, reader.Read());
        var count = (long)reader.Read()!;
        var entries = reader.Position + 1;
        for (var i = 1; i < count; i++)
        {
            // Twenty bytes each, by the standard.
            var entry = Encoding.ASCII.GetString(_file, entries + (20 * i), 20);
            Assert.EndsWith(" 00000 n \n", entry, StringComparison.Ordinal);
            _offsets[i] = int.Parse(entry[..10], CultureInfo.InvariantCulture);
        }

        reader.Position = entries + (20 * (int)count);
        Assert.Equal("trailer", reader.Read() as string);
        var trailer = (PdfDictionary)reader.Read()!;
        Assert.Equal(count, trailer["Size"]);
        return trailer;
    }

    private IEnumerable<PdfDictionary> Kids(PdfDictionary tree) => List(tree["Kids"]).Select(Get);
}

internal sealed record PdfName(string Value);

internal sealed record PdfReference(int Number);

/// <summary>A dictionary, and the bytes after it where it describes a stream.</summary>
internal sealed class PdfDictionary : Dictionary<string, object?>
{
    public byte[]? Stream { get; set; }

    public string? Name(string key) => TryGetValue(key, out var value) ? (value as PdfName)?.Value : null;

    public string? Text(string key) => TryGetValue(key, out var value) && value is byte[] bytes ? PdfText(bytes) : null;

    public static string PdfText(byte[] bytes) =>
        bytes is [0xFE, 0xFF, ..] ? Encoding.BigEndianUnicode.GetString(bytes, 2, bytes.Length - 2) : Encoding.Latin1.GetString(bytes);
}
