using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Mail;

namespace Charity.Sandbox.Mailbox;

/// <summary>A mail as the list shows it.</summary>
/// <param name="Id">Name of its file without the ending; sorts by the time of sending.</param>
internal sealed record MailLine(string Id, DateTimeOffset? SentAt, string From, string To, string ToAddress, string Subject, string MessageId);

/// <summary>The folder that the application's mail transport fills, or the <see cref="MailCatcher"/> for it. Files never change once they are there.</summary>
internal sealed class MailFolder(string folder)
{
    private const string Ending = ".eml";

    /// <summary>Bytes that hold every header of a mail of ours.</summary>
    private const int HeadBytes = 8 * 1024;

    private readonly ConcurrentDictionary<string, MailLine> known = new(StringComparer.Ordinal);

    /// <summary>All mails, newest first, or those to an address that contains <paramref name="to"/>.</summary>
    internal IReadOnlyList<MailLine> List(string? to = null)
    {
        if (!Directory.Exists(folder))
        {
            return [];
        }

        return
        [
            .. Directory.EnumerateFiles(folder, "*" + Ending)
                .Select(file => Path.GetFileNameWithoutExtension(file))
                .OrderDescending(StringComparer.Ordinal)
                .Select(id => known.GetOrAdd(id, Look))
                .Where(mail => string.IsNullOrWhiteSpace(to) || mail.ToAddress.Contains(to.Trim(), StringComparison.OrdinalIgnoreCase)),
        ];
    }

    /// <summary>The mail's file, or null where there is none of that name.</summary>
    internal byte[]? Read(string id)
    {
        // Only a plain name: no path leads out of the folder.
        var file = Path.Combine(folder, id + Ending);
        return id.Length is > 0 and <= 100 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') && File.Exists(file)
            && new FileInfo(file).Length <= MimeReader.LargestMail
            ? File.ReadAllBytes(file)
            : null;
    }

    /// <summary>Puts a mail there: whole, or not at all.</summary>
    internal async Task KeepAsync(byte[] mail, DateTimeOffset at, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, FormattableString.Invariant($"{at:yyyyMMdd'T'HHmmssfff}-{Guid.NewGuid().ToString("N")[..12]}"));
        await File.WriteAllBytesAsync(file + ".tmp", mail, cancel);
        File.Move(file + ".tmp", file + Ending);
    }

    internal MailLine Look(string id)
    {
        using var file = File.OpenRead(Path.Combine(folder, id + Ending));
        Span<byte> head = stackalloc byte[HeadBytes];
        var length = file.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false);
        return Line(id, MimeReader.Headers(head[..length]));
    }

    private static MailLine Line(string id, IReadOnlyList<(string Name, string Value)> headers)
    {
        string Of(string name) => MimeText.Header(headers.FirstOrDefault(h => string.Equals(h.Name, name, StringComparison.OrdinalIgnoreCase)).Value ?? "");

        var to = Of("To");
        return new MailLine(
            id, Date(Of("Date")), Of("From"), to, MailAddress.TryCreate(to, out var address) ? address.Address : to, Of("Subject"), Of("Message-ID"));
    }

    internal static DateTimeOffset? Date(string value)
        => DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;
}
