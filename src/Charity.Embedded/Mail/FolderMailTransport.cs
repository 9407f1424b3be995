using System.Globalization;
using Charity.Notifications;
using Microsoft.Extensions.Options;

namespace Charity.Embedded.Mail;

/// <summary>
/// Puts each mail as an .eml file into a folder: written beside it first and then renamed, so that whoever watches the
/// folder never sees half a mail. A mail sent twice is two files, as it would be two mails.
/// </summary>
internal sealed class FolderMailTransport(IOptions<MailOptions> options, TimeProvider time) : IMailTransport
{
    public async Task<MailResult> SendAsync(OutgoingMail mail, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        byte[] message;
        try
        {
            message = MimeWriter.Write(mail, now);
        }
        catch (FormatException error)
        {
            return new MailResult(MailOutcome.Bounced, null, error.Message);
        }

        var folder = Path.GetFullPath(options.Value.Folder);
        var name = now.ToString("yyyyMMdd'T'HHmmssfff", CultureInfo.InvariantCulture) + "-" + Guid.NewGuid().ToString("N")[..12];
        var unfinished = Path.Combine(folder, name + ".tmp");
        try
        {
            Directory.CreateDirectory(folder);
            await File.WriteAllBytesAsync(unfinished, message, cancel);
            File.Move(unfinished, Path.Combine(folder, name + ".eml"));
            return new MailResult(MailOutcome.Sent, null, name + ".eml");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            TryDelete(unfinished);
            return new MailResult(MailOutcome.Deferred, null, error.GetType().Name);
        }
    }

    private static void TryDelete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A leftover .tmp is no mail; nobody reads it.
        }
    }
}
