using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Charity.Sandbox.Mailbox;

/// <summary>
/// A mail server on this machine that delivers into the mailbox's folder and nowhere else, in whatever temper the mailbox
/// page has set. It is there where the edition's own way of sending is a program of its own (MailKit), so that trying out
/// shows that way too.
/// </summary>
internal sealed class MailCatcher : IAsyncDisposable
{
    private static readonly TimeSpan Slowness = TimeSpan.FromSeconds(15);

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly MailFolder folder;
    private readonly MailWeather weather;
    private readonly TimeProvider clock;
    private readonly Task serving;

    /// <summary>Listens at once, on a port that was free.</summary>
    internal MailCatcher(MailFolder folder, MailWeather weather, TimeProvider clock)
    {
        (this.folder, this.weather, this.clock) = (folder, weather, clock);
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        serving = ServeAsync();
    }

    internal int Port { get; }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await serving;
        stop.Dispose();
    }

    private async Task ServeAsync()
    {
        var talks = new List<Task>();
        try
        {
            while (true)
            {
                talks.RemoveAll(talk => talk.IsCompleted);
                talks.Add(TalkAsync(await listener.AcceptTcpClientAsync(stop.Token)));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(talks);
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await using var stream = client.GetStream();
                // Latin-1 keeps each byte as one letter.
                using var reader = new StreamReader(stream, Encoding.Latin1);
                await SayAsync(stream, "220 sandbox ESMTP");
                while (await reader.ReadLineAsync(stop.Token) is { } line && await AnswerAsync(stream, reader, line))
                {
                }
            }
            catch (Exception error) when (error is OperationCanceledException or IOException or SocketException)
            {
                // The caller hung up, or the sandbox ends.
            }
        }
    }

    /// <summary>False when the conversation is over.</summary>
    private async Task<bool> AnswerAsync(NetworkStream stream, StreamReader reader, string line)
    {
        switch (line.Split(' ', ':')[0].ToUpperInvariant())
        {
            case "EHLO":
                await SayAsync(stream, FormattableString.Invariant($"250-sandbox\r\n250-PIPELINING\r\n250-SIZE {MimeReader.LargestMail}\r\n250 8BITMIME"));
                return true;
            case "HELO" or "MAIL" or "RSET" or "NOOP":
                await SayAsync(stream, "250 2.0.0 ok");
                return true;
            case "RCPT":
                await SayAsync(stream, weather.Conduct switch
                {
                    MailConduct.Defers => "451 4.3.2 Not now, says the sandbox",
                    MailConduct.Bounces => "550 5.1.1 No such receiver, says the sandbox",
                    _ => "250 2.1.5 ok",
                });
                return true;
            case "DATA":
                await SayAsync(stream, "354 go on");
                return await TakeAsync(stream, reader);
            case "QUIT":
                await SayAsync(stream, "221 2.0.0 bye");
                return false;
            default:
                await SayAsync(stream, "502 5.5.1 no such command");
                return true;
        }
    }

    private async Task<bool> TakeAsync(NetworkStream stream, StreamReader reader)
    {
        var mail = new StringBuilder();
        while (await reader.ReadLineAsync(stop.Token) is { } line)
        {
            if (line == ".")
            {
                return await DeliverAsync(stream, mail);
            }

            if (mail.Length > MimeReader.LargestMail)
            {
                await SayAsync(stream, "552 5.3.4 larger than any mail of ours");
                return false;
            }

            // A line that begins with a point was given a second one on its way (RFC 5321, 4.5.2).
            mail.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        }

        return false;
    }

    private async Task<bool> DeliverAsync(NetworkStream stream, StringBuilder mail)
    {
        var conduct = weather.Conduct;
        if (conduct == MailConduct.Slow)
        {
            // Real time: the business clock may stand still.
            await Task.Delay(Slowness, stop.Token);
        }

        await folder.KeepAsync(Encoding.Latin1.GetBytes(mail.ToString()), clock.GetUtcNow(), stop.Token);
        if (conduct == MailConduct.Breaks)
        {
            return false;
        }

        await SayAsync(stream, "250 2.0.0 in the mailbox");
        return true;
    }

    private async Task SayAsync(NetworkStream stream, string answer) => await stream.WriteAsync(Encoding.ASCII.GetBytes(answer + "\r\n"), stop.Token);
}
