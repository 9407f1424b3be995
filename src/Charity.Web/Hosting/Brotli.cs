using System.IO.Compression;

namespace Charity.Web.Hosting;

/// <summary>
/// Packs what is the same for everyone. Answers that hold a token are never packed here: their length would tell of
/// the token (BREACH).
/// </summary>
internal static class Brotli
{
    /// <summary>As it stands in <c>Content-Encoding</c>.</summary>
    public const string Encoding = "br";

    public static byte[] Pack(byte[] content, CompressionLevel level)
    {
        using var target = new MemoryStream();
        using (var brotli = new BrotliStream(target, level, leaveOpen: true))
        {
            brotli.Write(content);
        }

        return target.ToArray();
    }

    /// <summary>The reader's <c>Accept-Encoding</c> takes it.</summary>
    public static bool IsTakenBy(string header)
    {
        foreach (var range in header.AsSpan().Split(','))
        {
            var item = header.AsSpan()[range].Trim();
            if (item.StartsWith(Encoding, StringComparison.OrdinalIgnoreCase) && (item.Length == 2 || item[2] is ';' or ' '))
            {
                return !item.EndsWith("q=0", StringComparison.Ordinal);
            }
        }

        return false;
    }
}
