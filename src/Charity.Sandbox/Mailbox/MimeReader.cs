using System.Text;

namespace Charity.Sandbox.Mailbox;

/// <summary>
/// Reads an internet message (RFC 5322, MIME) as a mail program does: forgiving, since a mail that is a little wrong is
/// still a mail, and within limits, since it may be a hostile one.
/// </summary>
internal static class MimeReader
{
    /// <summary>Bytes of one mail file.</summary>
    internal const int LargestMail = 32 * 1024 * 1024;

    private const int DeepestNesting = 8;
    private const int MostParts = 100;

    /// <summary>Latin-1 maps each byte to the letter of the same number: nothing is lost on the way to the decoders.</summary>
    private static readonly Encoding Bytes = Encoding.Latin1;

    internal static MimePart Read(ReadOnlySpan<byte> mail) => Part(Bytes.GetString(mail), 0);

    /// <summary>The headers only, of a file that may be cut off after them.</summary>
    internal static IReadOnlyList<(string Name, string Value)> Headers(ReadOnlySpan<byte> start) => Split(Bytes.GetString(start)).Headers;

    private static MimePart Part(string text, int depth)
    {
        var (headers, body) = Split(text);
        var (type, parameters) = MimeText.Parameters(Find(headers, "Content-Type") is { Length: > 0 } found ? found : "text/plain");
        var (disposition, dispositionParameters) = MimeText.Parameters(Find(headers, "Content-Disposition"));
        var mediaType = type.ToLowerInvariant();
        var fileName = dispositionParameters.GetValueOrDefault("filename") ?? parameters.GetValueOrDefault("name");
        if (mediaType.StartsWith("multipart/", StringComparison.Ordinal) && parameters.GetValueOrDefault("boundary") is { Length: > 0 } boundary && depth < DeepestNesting)
        {
            return new MimePart(headers, mediaType, parameters, false, null, null, [], [.. Pieces(body, boundary).Take(MostParts).Select(p => Part(p, depth + 1))]);
        }

        var content = Find(headers, "Content-Transfer-Encoding").Trim().ToLowerInvariant() switch
        {
            "base64" => MimeText.Base64(body),
            "quoted-printable" => MimeText.QuotedPrintable(body),
            _ => Bytes.GetBytes(body),
        };
        var isAttachment = disposition.StartsWith("attachment", StringComparison.OrdinalIgnoreCase)
            || (fileName is not null && Find(headers, "Content-ID").Length == 0);
        return new MimePart(
            headers, mediaType, parameters, isAttachment, fileName, Find(headers, "Content-ID").Trim().Trim('<', '>') is { Length: > 0 } id ? id : null, content, []);
    }

    private static (IReadOnlyList<(string Name, string Value)> Headers, string Body) Split(string text)
    {
        var headers = new List<(string Name, string Value)>();
        var at = 0;
        while (at < text.Length)
        {
            var end = text.IndexOf('\n', at);
            var line = (end < 0 ? text[at..] : text[at..end]).TrimEnd('\r');
            at = end < 0 ? text.Length : end + 1;
            if (line.Length == 0)
            {
                break;
            }

            if (line[0] is ' ' or '\t' && headers.Count > 0)
            {
                headers[^1] = (headers[^1].Name, $"{headers[^1].Value} {line.Trim()}");
            }
            else if (line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
            {
                headers.Add((line[..colon].Trim(), line[(colon + 1)..].Trim()));
            }
        }

        return (headers, text[at..]);
    }

    private static IEnumerable<string> Pieces(string body, string boundary)
    {
        var delimiter = "--" + boundary;
        int? start = null;
        for (var at = 0; at >= 0 && at < body.Length; at = NextLine(body, at))
        {
            if (string.CompareOrdinal(body, at, delimiter, 0, delimiter.Length) != 0)
            {
                continue;
            }

            if (start is { } from)
            {
                // The line end before the delimiter belongs to it.
                var end = at > from && body[at - 1] == '\n' ? at - 1 : at;
                yield return body[from..(end > from && body[end - 1] == '\r' ? end - 1 : end)];
            }

            if (string.CompareOrdinal(body, at + delimiter.Length, "--", 0, 2) == 0)
            {
                yield break;
            }

            start = NextLine(body, at) is >= 0 and var next ? next : body.Length;
        }

        if (start is { } open)
        {
            yield return body[open..];
        }
    }

    private static int NextLine(string text, int at) => text.IndexOf('\n', at) is >= 0 and var end ? end + 1 : -1;

    private static string Find(IReadOnlyList<(string Name, string Value)> headers, string name)
        => headers.FirstOrDefault(h => string.Equals(h.Name, name, StringComparison.OrdinalIgnoreCase)).Value ?? "";
}
