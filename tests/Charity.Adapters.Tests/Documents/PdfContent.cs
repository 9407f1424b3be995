using System.Buffers.Binary;
using System.Text;
using Xunit;

namespace Charity.Adapters.Tests.Documents;

/// <summary>
/// What the pages of a file show, read by its operators: the text of each marked content through the fonts' own maps, and
/// anything that is drawn outside all marks.
/// </summary>
internal sealed class PdfContent
{
    private readonly PdfProbe _pdf;
    private readonly Dictionary<(int Page, int Mark), StringBuilder> _texts = [];

    public PdfContent(PdfProbe pdf)
    {
        _pdf = pdf;
        for (var page = 0; page < pdf.Pages.Count; page++)
        {
            Read(page);
        }
    }

    /// <summary>Operators that paint, met outside all marked content; none in a tagged file.</summary>
    public List<string> Unmarked { get; } = [];

    /// <summary>Text of running heads, feet and other decoration, by page.</summary>
    public Dictionary<int, string> Decoration { get; } = [];

    public IReadOnlyCollection<(int Page, int Mark)> Marks => _texts.Keys;

    public string TextOf(int page, int mark) => _texts[(page, mark)].ToString();

    private void Read(int page)
    {
        var content = PdfProbe.Unpacked(_pdf.Get(_pdf.Pages[page]["Contents"]));
        var fonts = _pdf.Get(_pdf.Get(_pdf.Pages[page]["Resources"])["Font"]).ToDictionary(f => f.Key, f => ToUnicode(_pdf.Get(f.Value)));
        var reader = new PdfReader(content, 0);
        var operands = new List<object?>();
        var decoration = new StringBuilder();
        StringBuilder? current = null;
        var inner = 0;
        var font = new Dictionary<ushort, char>();
        while (reader.Read() is { } token)
        {
            if (token is not string op)
            {
                operands.Add(token);
                continue;
            }

            switch (op)
            {
                case "BDC" when current is not null:
                    // A letter with loose marks says within its mark what it stands for.
                    Assert.Equal(new PdfName("Span"), operands[0]);
                    inner++;
                    break;
                case "EMC" when inner > 0:
                    inner--;
                    break;
                case "BDC" or "BMC":
                    Assert.Null(current);
                    current = operands[^1] is PdfDictionary marked && marked.TryGetValue("MCID", out var number)
                        ? _texts[(page, (int)(long)number!)] = new StringBuilder()
                        : decoration.AppendLine();
                    break;
                case "EMC":
                    Assert.NotNull(current);
                    current = null;
                    break;
                case "Tf":
                    font = fonts[((PdfName)operands[0]!).Value];
                    break;
                case "Tj":
                    Append((byte[])operands[0]!);
                    break;
                case "TJ":
                    ((List<object?>)operands[0]!).OfType<byte[]>().ToList().ForEach(Append);
                    break;
                case "f" or "S" or "Do" when current is null:
                    Unmarked.Add(op);
                    break;
            }

            operands.Clear();
        }

        Assert.Null(current);
        Decoration[page] = decoration.ToString();

        void Append(byte[] glyphs)
        {
            if (current is null)
            {
                Unmarked.Add("Tj");
                return;
            }

            for (var i = 0; i < glyphs.Length; i += 2)
            {
                current.Append(font[BinaryPrimitives.ReadUInt16BigEndian(glyphs.AsSpan(i))]);
            }
        }
    }

    private Dictionary<ushort, char> ToUnicode(PdfDictionary font)
    {
        var map = new Dictionary<ushort, char>();
        var reader = new PdfReader(PdfProbe.Unpacked(_pdf.Get(font["ToUnicode"])), 0);
        for (var token = reader.Read(); token is not null; token = reader.Read())
        {
            if (token as string == "beginbfchar")
            {
                while (reader.Read() is byte[] glyph)
                {
                    map.Add(BinaryPrimitives.ReadUInt16BigEndian(glyph), (char)BinaryPrimitives.ReadUInt16BigEndian((byte[])reader.Read()!));
                }
            }
        }

        return map;
    }
}
