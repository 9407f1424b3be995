using System.ComponentModel.DataAnnotations;
using System.Net.Mail;
using Charity.Data;

namespace Charity.Notifications;

public enum MailTransportKind
{
    /// <summary>To a mail server.</summary>
    Smtp,

    /// <summary>As .eml files into a folder, for trying out and for tests.</summary>
    Folder,
}

public enum MailEncryption
{
    /// <summary>For a server on this machine only.</summary>
    None,

    /// <summary>Begins in clear and must switch to TLS; usually port 587.</summary>
    StartTls,

    /// <summary>TLS from the first byte; usually port 465.</summary>
    Implicit,
}

/// <summary>How mail leaves this installation.</summary>
public sealed class MailOptions
{
    public const string Section = "Mail";

    public MailTransportKind Transport { get; set; } = MailTransportKind.Smtp;

    /// <summary>Where .eml files go; for <see cref="MailTransportKind.Folder"/>.</summary>
    public string Folder { get; set; } = "";

    /// <summary>Name of the mail server; for <see cref="MailTransportKind.Smtp"/>.</summary>
    public string Host { get; set; } = "";

    [Range(1, 65535)]
    public int Port { get; set; } = 587;

    public MailEncryption Tls { get; set; } = MailEncryption.StartTls;

    /// <summary>Empty for a server that asks for none.</summary>
    public string User { get; set; } = "";

    public string Password { get; set; } = "";

    /// <summary>The address mails come from, such as <c>gifts@example.org</c>; answers go there too.</summary>
    public string FromAddress { get; set; } = "";

    /// <summary>The sender's name; empty: the organisation's own, in the reader's language.</summary>
    [MaxLength(100)]
    public string FromName { get; set; } = "";

    internal static IEnumerable<string> Faults(MailOptions options)
    {
        if (!IsPlainAddress(options.FromAddress))
        {
            yield return $"{Variable(nameof(FromAddress))} must be the one mail address that mails come from, such as gifts@example.org.";
        }

        if (options.Transport == MailTransportKind.Folder && string.IsNullOrWhiteSpace(options.Folder))
        {
            yield return $"{Variable(nameof(Folder))} is missing: the folder for .eml files, since {Variable(nameof(Transport))} is Folder.";
        }

        if (options.Transport != MailTransportKind.Smtp)
        {
            yield break;
        }

        if (Uri.CheckHostName(options.Host) == UriHostNameType.Unknown)
        {
            yield return $"{Variable(nameof(Host))} must be the name of the mail server, such as smtp.example.org.";
        }

        if (options.User.Length > 0 != options.Password.Length > 0)
        {
            yield return $"{Variable(nameof(User))} and {Variable(nameof(Password))} belong together: set both or neither.";
        }

        if (options.Tls == MailEncryption.None && options.Password.Length > 0 && options.Host is not ("localhost" or "127.0.0.1" or "::1"))
        {
            yield return $"{Variable(nameof(Tls))} is None, so {Variable(nameof(Password))} would cross the network in clear: use StartTls.";
        }
    }

    private static bool IsPlainAddress(string address)
        => MailAddress.TryCreate(address, out var parsed) && parsed.Address == address && !address.Any(c => char.IsControl(c) || c is ' ' or ',' or ';');

    private static string Variable(string name) => Settings.Variable(Section, name);
}
