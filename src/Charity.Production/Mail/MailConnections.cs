using System.Diagnostics;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Charity.Notifications;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;

namespace Charity.Production.Mail;

/// <summary>
/// Connections to the mail server. The mails of one batch follow each other over the same one; when none follows within a
/// few seconds it is closed, as servers do not like callers who hold the line.
/// </summary>
internal sealed class MailConnections : IAsyncDisposable, IDisposable
{
    /// <summary>Longer than the relay needs from one mail to the next, shorter than servers wait (RFC 5321: 5 minutes).</summary>
    private static readonly TimeSpan IdleFor = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan QuitPatience = TimeSpan.FromSeconds(2);

    /// <summary>Many servers end a connection after about a hundred mails.</summary>
    private const int MostMails = 100;

    private const int MostIdle = 4;

    private readonly MailOptions settings;
    private readonly X509Certificate2Collection? authorities;
    private readonly Lock gate = new();
    private readonly Stack<Connection> idle = new();
    private readonly ITimer sweep;

    public MailConnections(IOptions<MailOptions> options)
    {
        settings = options.Value;
        authorities = Authorities(settings);
        // Real time: the business clock may stand still.
        sweep = TimeProvider.System.CreateTimer(_ => CloseIdle(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>An open connection, signed in.</summary>
    /// <param name="fresh">Not one that was used before, which the server may have closed since.</param>
    /// <param name="cancel">Ends the attempt to connect.</param>
    public async Task<Connection> RentAsync(bool fresh, CancellationToken cancel)
    {
        while (!fresh && TakeIdle() is { } kept)
        {
            if (kept.Client.IsConnected && kept.IdleFor < IdleFor)
            {
                return kept;
            }

            Close(kept);
        }

        var client = new SmtpClient();
        try
        {
            await OpenAsync(client, cancel);
            return new Connection(client);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>Keeps a connection for the next mail where it can still be used.</summary>
    public void Return(Connection connection)
    {
        connection.Rest();
        lock (gate)
        {
            if (connection.Client.IsConnected && connection.Mails < MostMails && idle.Count < MostIdle)
            {
                idle.Push(connection);
                sweep.Change(IdleFor, Timeout.InfiniteTimeSpan);
                return;
            }
        }

        Close(connection);
    }

    /// <summary>Hangs up without a word: the conversation broke.</summary>
    public static void Drop(Connection connection) => connection.Client.Dispose();

    /// <summary>Hangs up; <see cref="DisposeAsync"/> says goodbye first.</summary>
    public void Dispose()
    {
        sweep.Dispose();
        while (TakeIdle() is { } kept)
        {
            Drop(kept);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await sweep.DisposeAsync();
        while (TakeIdle() is { } kept)
        {
            await QuitAsync(kept);
        }
    }

    /// <summary>The certificates of <see cref="MailOptions.CaFile"/>, or null where the system's are meant.</summary>
    /// <exception cref="CryptographicException">The file holds none.</exception>
    internal static X509Certificate2Collection? Authorities(MailOptions settings)
    {
        if (settings.CaFile.Length == 0)
        {
            return null;
        }

        var found = new X509Certificate2Collection();
        found.ImportFromPemFile(settings.CaFile);
        return found.Count > 0 ? found : throw new CryptographicException("No certificate.");
    }

    private async Task OpenAsync(SmtpClient client, CancellationToken cancel)
    {
        // As System.Net.Mail and browsers do: an authority's list that cannot be reached must not stop the mail.
        client.CheckCertificateRevocation = false;
        if (authorities is not null)
        {
            client.ServerCertificateValidationCallback = (_, certificate, chain, errors) => IsTrusted(certificate, chain, errors);
        }

        await client.ConnectAsync(settings.Host, settings.Port, settings.Tls switch
        {
            MailEncryption.Implicit => SecureSocketOptions.SslOnConnect,
            MailEncryption.StartTls => SecureSocketOptions.StartTls,
            _ => SecureSocketOptions.None,
        }, cancel);
        if (settings.User.Length == 0)
        {
            return;
        }

        if (settings.Password.Length > 0)
        {
            await client.AuthenticateAsync(settings.User, settings.Password, cancel);
            return;
        }

        var token = settings.OAuthToken.Length > 0 ? settings.OAuthToken : (await File.ReadAllTextAsync(settings.OAuthTokenFile, cancel)).Trim();
        SaslMechanism mechanism = client.AuthenticationMechanisms.Contains("OAUTHBEARER")
            ? new SaslMechanismOAuthBearer(settings.User, token)
            : new SaslMechanismOAuth2(settings.User, token);
        await client.AuthenticateAsync(mechanism, cancel);
    }

    /// <summary>Only the authority may be another than the system's: the name and the dates must be right all the same.</summary>
    private bool IsTrusted(X509Certificate? certificate, X509Chain? offered, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
        {
            return true;
        }

        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || certificate is not X509Certificate2 server)
        {
            return false;
        }

        using var own = new X509Chain();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        own.ChainPolicy.CustomTrustStore.AddRange(authorities!);
        foreach (var between in offered?.ChainElements.Skip(1) ?? [])
        {
            own.ChainPolicy.ExtraStore.Add(between.Certificate);
        }

        return own.Build(server);
    }

    private Connection? TakeIdle()
    {
        lock (gate)
        {
            return idle.TryPop(out var kept) ? kept : null;
        }
    }

    private void CloseIdle()
    {
        var over = new List<Connection>();
        lock (gate)
        {
            var stay = idle.Where(c => c.IdleFor < IdleFor).Reverse().ToList();
            over.AddRange(idle.Except(stay));
            idle.Clear();
            stay.ForEach(idle.Push);
            if (stay.Count > 0)
            {
                sweep.Change(IdleFor, Timeout.InfiniteTimeSpan);
            }
        }

        over.ForEach(Close);
    }

    /// <summary>Says goodbye beside the caller's way, who does not wait for it.</summary>
    private static void Close(Connection connection) => _ = QuitAsync(connection);

    private static async Task QuitAsync(Connection connection)
    {
        using var patience = new CancellationTokenSource(QuitPatience);
        try
        {
            await connection.Client.DisconnectAsync(quit: true, patience.Token);
        }
        catch (Exception error) when (error is OperationCanceledException or IOException or SmtpProtocolException or SmtpCommandException)
        {
            // It is closed either way.
        }
        finally
        {
            connection.Client.Dispose();
        }
    }

    /// <summary>One connection, and how many mails went over it.</summary>
    internal sealed class Connection(SmtpClient client)
    {
        private long restingSince;

        public SmtpClient Client { get; } = client;

        public int Mails { get; private set; }

        public bool WasUsed => Mails > 0;

        public TimeSpan IdleFor => Stopwatch.GetElapsedTime(restingSince);

        public void Rest()
        {
            Mails++;
            restingSince = Stopwatch.GetTimestamp();
        }
    }
}
