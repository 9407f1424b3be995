using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Charity.Adapters.Tests.Mail;

/// <summary>How the server behaves; the rest of the conversation is polite.</summary>
internal sealed record SmtpScript
{
    /// <summary>Answer to the receiver's address.</summary>
    public string Receiver { get; init; } = "250 2.1.5 ok";

    /// <summary>Answer to the sender's address.</summary>
    public string Sender { get; init; } = "250 2.1.0 ok";

    /// <summary>Answer to the whole mail; null closes the connection without one.</summary>
    public string? Mail { get; init; } = "250 2.0.0 queued";

    /// <summary>The whole mail is taken and never answered.</summary>
    public bool NeverAnswers { get; init; }
}

/// <summary>A mail server on this machine that does what a test says, one connection after another.</summary>
internal sealed class ScriptedSmtpServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly SmtpScript script;
    private readonly Task serving;
    private readonly List<byte[]> mails = [];
    private readonly List<string> receivers = [];

    public ScriptedSmtpServer(SmtpScript script)
    {
        this.script = script;
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        serving = Task.Run(ServeAsync);
    }

    public int Port { get; }

    /// <summary>Whole mails that came in, answered or not.</summary>
    public IReadOnlyList<byte[]> Mails
    {
        get
        {
            lock (mails)
            {
                return [.. mails];
            }
        }
    }

    public IReadOnlyList<string> Receivers
    {
        get
        {
            lock (mails)
            {
                return [.. receivers];
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await serving;
        listener.Stop();
        stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(stop.Token);
                await TalkAsync(client);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or IOException)
        {
            // The test is over, or the client hung up.
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.Latin1);
        await SayAsync(stream, "220 test ESMTP");
        while (await reader.ReadLineAsync(stop.Token) is { } line)
        {
            switch (line.Split(' ')[0].ToUpperInvariant())
            {
                case "EHLO" or "HELO":
                    await SayAsync(stream, "250 test");
                    break;
                case "MAIL":
                    await SayAsync(stream, script.Sender);
                    break;
                case "RCPT":
                    lock (mails)
                    {
                        receivers.Add(line);
                    }

                    await SayAsync(stream, script.Receiver);
                    break;
                case "DATA":
                    await SayAsync(stream, "354 go on");
                    await TakeAsync(reader);
                    if (script.NeverAnswers)
                    {
                        await Task.Delay(Timeout.InfiniteTimeSpan, stop.Token);
                    }

                    if (script.Mail is not { } answer)
                    {
                        return;
                    }

                    await SayAsync(stream, answer);
                    break;
                case "QUIT":
                    await SayAsync(stream, "221 bye");
                    return;
                default:
                    await SayAsync(stream, "250 ok");
                    break;
            }
        }
    }

    private async Task TakeAsync(StreamReader reader)
    {
        var mail = new StringBuilder();
        while (await reader.ReadLineAsync(stop.Token) is { } line && line != ".")
        {
            mail.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        }

        lock (mails)
        {
            mails.Add(Encoding.Latin1.GetBytes(mail.ToString()));
        }
    }

    private static async Task SayAsync(NetworkStream stream, string line) => await stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"));
}
