using System.Globalization;
using System.Text;
using Charity.Accounting;

namespace Charity.GiftDesk;

/// <summary>
/// Writes one line of CSV (RFC 4180: commas, CRLF, quotes doubled). The one place of the program that does. A text that a
/// spreadsheet would take for a formula gets a quotation mark before it; numbers stay numbers.
/// </summary>
public sealed class CsvLine(StringBuilder into)
{
    /// <summary>First characters that make spreadsheets calculate (OWASP, CSV injection), in their wide forms too.</summary>
    private const string Dangerous = "=+-@\t\r\n\0＝＋－＠";

    private static readonly System.Buffers.SearchValues<char> Quoted = System.Buffers.SearchValues.Create(",\"\r\n\t\0;'");

    private bool began;

    /// <summary>Anything that people typed or that we name.</summary>
    public CsvLine Text(string? text)
    {
        Next();
        if (string.IsNullOrEmpty(text))
        {
            return this;
        }

        var safe = Dangerous.Contains(text[0], StringComparison.Ordinal) ? "'" + text : text;
        if (safe.AsSpan().ContainsAny(Quoted) || char.IsWhiteSpace(safe[0]) || char.IsWhiteSpace(safe[^1]))
        {
            into.Append('"').Append(safe.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        }
        else
        {
            into.Append(safe);
        }

        return this;
    }

    /// <summary>An amount with a decimal point and no sign of its currency; empty where there is none.</summary>
    public CsvLine Amount(long? minor, string? currency)
    {
        Next();
        if (minor is { } value && currency is not null)
        {
            into.Append(GiftFilter.Plain(new Money(value, Currency.Of(currency))));
        }

        return this;
    }

    /// <summary>A moment as programs read it, in UTC; empty where there is none.</summary>
    public CsvLine Utc(DateTime? moment)
    {
        Next();
        into.Append(moment?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        return this;
    }

    /// <summary>The same moment by a calendar, as spreadsheets read it.</summary>
    public CsvLine Local(DateTime? moment, TimeZoneInfo zone)
    {
        Next();
        if (moment is { } utc)
        {
            into.Append(TimeZoneInfo.ConvertTimeFromUtc(utc, zone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
        }

        return this;
    }

    public void End()
    {
        into.Append("\r\n");
        began = false;
    }

    private void Next()
    {
        if (began)
        {
            into.Append(',');
        }

        began = true;
    }
}
