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

    /// <summary>Signs in with a password; or with one of the two tokens below.</summary>
    public string Password { get; set; } = "";

    /// <summary>An access token (OAuth 2) that does not run out, or is changed with a restart.</summary>
    public string OAuthToken { get; set; } = "";

    /// <summary>A file that holds the access token of the hour; read again for every connection.</summary>
    public string OAuthTokenFile { get; set; } = "";

    /// <summary>A PEM file with the certificate authority of a mail server of one's own; empty: the system's.</summary>
    public string CaFile { get; set; } = "";

    /// <summary>With selector and key file: mails are signed for this domain (DKIM, RFC 6376).</summary>
    public string DkimDomain { get; set; } = "";

    /// <summary>The public key stands in DNS at <c>selector._domainkey.domain</c>.</summary>
    public string DkimSelector { get; set; } = "";

    /// <summary>A PEM file with the private key.</summary>
    public string DkimKeyFile { get; set; } = "";

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

        foreach (var fault in SignInFaults(options).Concat(DkimFaults(options)))
        {
            yield return fault;
        }
    }

    private static IEnumerable<string> SignInFaults(MailOptions options)
    {
        var secrets = new[] { nameof(Password), nameof(OAuthToken), nameof(OAuthTokenFile) }
            .Zip([options.Password, options.OAuthToken, options.OAuthTokenFile]).Where(s => s.Second.Length > 0).Select(s => Variable(s.First)).ToList();
        if (secrets.Count > 1)
        {
            yield return $"{secrets[0]} and {secrets[1]} exclude each other: set the one that the mail server asks for.";
        }

        if (options.User.Length > 0 != secrets.Count > 0)
        {
            yield return $"{Variable(nameof(User))} and {(secrets.Count > 0 ? secrets[0] : Variable(nameof(Password)))} belong together: set both or neither.";
        }

        if (options.Tls == MailEncryption.None && secrets.Count > 0 && options.Host is not ("localhost" or "127.0.0.1" or "::1"))
        {
            yield return $"{Variable(nameof(Tls))} is None, so {secrets[0]} would cross the network in clear: use StartTls.";
        }

        foreach (var (name, file) in new[] { (nameof(OAuthTokenFile), options.OAuthTokenFile), (nameof(CaFile), options.CaFile) })
        {
            if (file.Length > 0 && !File.Exists(file))
            {
                yield return $"{Variable(name)} names a file that is not there.";
            }
        }
    }

    private static IEnumerable<string> DkimFaults(MailOptions options)
    {
        var set = new[] { options.DkimDomain, options.DkimSelector, options.DkimKeyFile }.Count(s => s.Length > 0);
        if (set is 1 or 2)
        {
            yield return $"{Variable(nameof(DkimDomain))}, {Variable(nameof(DkimSelector))} and {Variable(nameof(DkimKeyFile))} belong together: set all three or none.";
        }
        else if (set == 3 && !File.Exists(options.DkimKeyFile))
        {
            yield return $"{Variable(nameof(DkimKeyFile))} names a file that is not there.";
        }
        else if (set == 3 && !IsOfDomain(options.FromAddress, options.DkimDomain))
        {
            yield return $"{Variable(nameof(DkimDomain))} must be the domain of {Variable(nameof(FromAddress))} or one above it, or receivers ignore the signature.";
        }
    }

    private static bool IsOfDomain(string address, string domain)
    {
        var own = address[(address.LastIndexOf('@') + 1)..];
        return own.Equals(domain, StringComparison.OrdinalIgnoreCase) || own.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsPlainAddress(string address)
        => MailAddress.TryCreate(address, out var parsed) && parsed.Address == address && !address.Any(c => char.IsControl(c) || c is ' ' or ',' or ';');

    private static string Variable(string name) => Settings.Variable(Section, name);
}
