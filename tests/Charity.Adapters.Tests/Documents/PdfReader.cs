using System.Globalization;
using System.Text;

namespace Charity.Adapters.Tests.Documents;

/// <summary>
/// Reads PDF values one after another: numbers, names, strings as bytes, lists, dictionaries; keywords and operators as
/// text. Null at the end.
/// </summary>
internal sealed class PdfReader(byte[] data, int position)
{
    public int Position { get; set; } = position;

    public object? Read()
    {
        SkipSpace();
        if (Position >= data.Length)
        {
            return null;
        }

        switch ((char)data[Position])
        {
            case '/': Position++; return new PdfName(Word());
            case '(': return Literal();
            case '[': Position++; return Items("]");
            case '<' when data[Position + 1] == '<': Position += 2; return Dictionary();
            case '<': return Hex();
            case ']': Position++; return "]";
            case '>': Position += 2; return ">>";
        }

        var word = Word();
        if (long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            return Reference(whole) ?? (object)whole;
        }

        return double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : word;
    }

    private PdfReference? Reference(long number)
    {
        var back = Position;
        SkipSpace();
        if (number >= 0 && Word() == "0")
        {
            SkipSpace();
            if (Position < data.Length && data[Position] == 'R' && Word() == "R")
            {
                return new PdfReference((int)number);
            }
        }

        Position = back;
        return null;
    }

    private List<object?> Items(string end)
    {
        var items = new List<object?>();
        for (var item = Read(); item as string != end; item = Read())
        {
            items.Add(item ?? throw new InvalidDataException("A list does not end."));
        }

        return items;
    }

    private PdfDictionary Dictionary()
    {
        var items = Items(">>");
        var dictionary = new PdfDictionary();
        for (var i = 0; i < items.Count; i += 2)
        {
            dictionary.Add(((PdfName)items[i]!).Value, items[i + 1]);
        }

        var back = Position;
        if (Word() == "stream")
        {
            var length = (int)(long)dictionary["Length"]!;
            dictionary.Stream = data[(Position + 1)..(Position + 1 + length)];
            Position += 1 + length;
            SkipSpace();
            if (Word() != "endstream")
            {
                throw new InvalidDataException("A stream is not as long as it says.");
            }
        }
        else
        {
            Position = back;
        }

        return dictionary;
    }

    private byte[] Literal()
    {
        var bytes = new List<byte>();
        for (Position++; data[Position] != ')'; Position++)
        {
            if (data[Position] == '(')
            {
                throw new InvalidDataException("A bracket in a string is not escaped.");
            }

            if (data[Position] == '\\')
            {
                Position++;
                bytes.Add(data[Position] == 'r' ? (byte)'\r' : data[Position]);
            }
            else
            {
                bytes.Add(data[Position]);
            }
        }

        Position++;
        return [.. bytes];
    }

    private byte[] Hex()
    {
        var end = Array.IndexOf(data, (byte)'>', Position);
        var bytes = Convert.FromHexString(Encoding.ASCII.GetString(data, Position + 1, end - Position - 1));
        Position = end + 1;
        return bytes;
    }

    private string Word()
    {
        var start = Position;
        while (Position < data.Length && data[Position] > ' ' && "()<>[]/%".IndexOf((char)data[Position], StringComparison.Ordinal) < 0)
        {
            Position++;
        }

        return Encoding.Latin1.GetString(data, start, Position - start);
    }

    private void SkipSpace()
    {
        while (Position < data.Length && data[Position] <= ' ')
        {
            Position++;
        }
    }
}
