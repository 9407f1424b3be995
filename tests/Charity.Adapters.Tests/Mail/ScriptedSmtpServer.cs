using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Charity.Adapters.Tests.Mail;

/// <summary>How the server behaves; the rest of the conversation is polite.</summary>
internal sealed record SmtpScript
{
    public string Greeting { get; init; } = "220 test ESMTP";

    /// <summary>Answer to a greeting; null: what the server can do.</summary>
    public string? Hello { get; init; }

    /// <summary>What the server says it can do, such as <c>PIPELINING</c>.</summary>
    public IReadOnlyList<string> Extensions { get; init; } = [];

    /// <summary>With it the server knows STARTTLS, or begins with TLS.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>TLS from the first byte.</summary>
    public bool ImplicitTls { get; init; }

    /// <summary>Answer to a signing in.</summary>
    public string SignIn { get; init; } = "235 2.7.0 welcome";

    /// <summary>Answer to the receiver's address.</summary>
    public string Receiver { get; init; } = "250 2.1.5 ok";

    /// <summary>Answer to the sender's address.</summary>
    public string Sender { get; init; } = "250 2.1.0 ok";

    /// <summary>Answer to the announcement of the mail.</summary>
    public string Data { get; init; } = "354 go on";

    /// <summary>Answer to the whole mail; null closes the connection without one.</summary>
    public string? Mail { get; init; } = "250 2.0.0 queued";

    /// <summary>The whole mail is taken and never answered.</summary>
    public bool NeverAnswers { get; init; }

    /// <summary>The sender is answered together with the receiver, as only a caller who does not wait gets on with.</summary>
    public bool AnswersTogether { get; init; }

    /// <summary>A command that is answered by closing the connection; <c>CONNECT</c>: at once.</summary>
    public string? ClosesAt { get; init; }

    /// <summary>A command that is never answered; <c>CONNECT</c>: not even a greeting.</summary>
    public string? HangsAt { get; init; }

    /// <summary>After so many mails of one connection the server closes it, without being asked.</summary>
    public int MailsPerConnection { get; init; } = int.MaxValue;

    /// <summary>The sender of the second mail on a connection is answered with 421.</summary>
    public bool TiresOfSecondMail { get; init; }
}

/// <summary>A mail server on this machine that does what a test says.</summary>
internal sealed class ScriptedSmtpServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Lock gate = new();
    private readonly SmtpScript script;
    private readonly Task serving;
    private readonly List<byte[]> mails = [];
    private readonly List<string> commands = [];
    private int connections;
    private int encrypted;

    public ScriptedSmtpServer(SmtpScript script)
    {
        this.script = script;
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        serving = Task.Run(ServeAsync);
    }

    public int Port { get; }

    /// <summary>Whole mails that came in, answered or not.</summary>
    public IReadOnlyList<byte[]> Mails => Copy(mails);

    /// <summary>Every line of the conversations but the mails.</summary>
    public IReadOnlyList<string> Commands => Copy(commands);

    public IReadOnlyList<string> Receivers => [.. Commands.Where(c => c.StartsWith("RCPT", StringComparison.OrdinalIgnoreCase))];

    public int Connections => Volatile.Read(ref connections);

    /// <summary>Connections that got as far as TLS.</summary>
    public int Encrypted => Volatile.Read(ref encrypted);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await serving;
        listener.Stop();
        stop.Dispose();
    }

    private IReadOnlyList<T> Copy<T>(List<T> list)
    {
        lock (gate)
        {
            return [.. list];
        }
    }

    private async Task ServeAsync()
    {
        var talks = new List<Task>();
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(stop.Token);
                Interlocked.Increment(ref connections);
                talks.Add(TalkAsync(client));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException)
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
                await ConverseAsync(client);
            }
            catch (Exception error) when (error is OperationCanceledException or SocketException or IOException
                or System.Security.Authentication.AuthenticationException)
            {
                // The test is over, or the client hung up.
            }
        }
    }

    private async Task ConverseAsync(TcpClient client)
    {
        var line = Line.Over(client.GetStream());
        if (script.ClosesAt == "CONNECT")
        {
            return;
        }

        if (script.HangsAt == "CONNECT")
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, stop.Token);
        }

        if (script.ImplicitTls)
        {
            line = await EncryptAsync(line);
        }

        await line.SayAsync(script.Greeting, stop.Token);
        var taken = 0;
        var mustSignIn = script.Extensions.Any(e => e.StartsWith("AUTH", StringComparison.Ordinal));
        while (await line.HearAsync(stop.Token) is { } command)
        {
            lock (gate)
            {
                commands.Add(command);
            }

            var verb = command.Split(' ', ':')[0].ToUpperInvariant();
            if (verb == script.ClosesAt)
            {
                return;
            }

            if (verb == script.HangsAt)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, stop.Token);
            }

            switch (verb)
            {
                case "EHLO" or "HELO":
                    await line.SayAsync(script.Hello ?? Abilities(line.IsEncrypted), stop.Token);
                    break;
                case "STARTTLS":
                    await line.SayAsync("220 2.0.0 go on", stop.Token);
                    line = await EncryptAsync(line);
                    break;
                case "AUTH":
                    await SignInAsync(line, command);
                    mustSignIn = !script.SignIn.StartsWith("235", StringComparison.Ordinal);
                    break;
                case "MAIL" when mustSignIn:
                    await line.SayAsync("530 5.7.0 sign in first", stop.Token);
                    break;
                case "MAIL" when script.TiresOfSecondMail && taken > 0:
                    await line.SayAsync("421 4.4.2 you again", stop.Token);
                    return;
                case "MAIL" when script.AnswersTogether:
                    break;
                case "MAIL":
                    await line.SayAsync(script.Sender, stop.Token);
                    break;
                case "RCPT":
                    await line.SayAsync(script.AnswersTogether ? $"{script.Sender}\r\n{script.Receiver}" : script.Receiver, stop.Token);
                    break;
                case "DATA":
                    await line.SayAsync(script.Data, stop.Token);
                    if (script.Data.StartsWith("354", StringComparison.Ordinal) && !await TakeAsync(line, ++taken))
                    {
                        return;
                    }

                    break;
                case "QUIT":
                    await line.SayAsync("221 bye", stop.Token);
                    return;
                default:
                    await line.SayAsync("250 ok", stop.Token);
                    break;
            }
        }
    }

    private string Abilities(bool isEncrypted)
    {
        var all = script.Extensions.ToList();
        if (script.Certificate is not null && !isEncrypted)
        {
            all.Add("STARTTLS");
        }

        return string.Join("\r\n", all.Prepend("test").Select((ability, i) => (i == all.Count ? "250 " : "250-") + ability));
    }

    private async Task SignInAsync(Line line, string command)
    {
        // Two ways to sign in that ask before they are told, or once more.
        if (command.StartsWith("AUTH LOGIN", StringComparison.OrdinalIgnoreCase))
        {
            if (command.Length == "AUTH LOGIN".Length)
            {
                await line.SayAsync("334 VXNlcm5hbWU6", stop.Token);
                await HearAnswerAsync(line);
            }

            await line.SayAsync("334 UGFzc3dvcmQ6", stop.Token);
            await HearAnswerAsync(line);
        }
        else if (script.SignIn.StartsWith("535", StringComparison.Ordinal) && command.StartsWith("AUTH XOAUTH2", StringComparison.Ordinal))
        {
            await line.SayAsync("334 eyJzdGF0dXMiOiI0MDAifQ==", stop.Token);
            await HearAnswerAsync(line);
        }

        await line.SayAsync(script.SignIn, stop.Token);
    }

    private async Task HearAnswerAsync(Line line)
    {
        var answer = await line.HearAsync(stop.Token);
        lock (gate)
        {
            commands.Add(answer ?? "");
        }
    }

    /// <summary>False when the conversation ends with it.</summary>
    private async Task<bool> TakeAsync(Line line, int taken)
    {
        var mail = new StringBuilder();
        while (await line.HearAsync(stop.Token) is { } text && text != ".")
        {
            mail.Append(text.StartsWith('.') ? text[1..] : text).Append("\r\n");
        }

        lock (gate)
        {
            mails.Add(Encoding.Latin1.GetBytes(mail.ToString()));
        }

        if (script.NeverAnswers)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, stop.Token);
        }

        if (script.Mail is not { } answer)
        {
            return false;
        }

        await line.SayAsync(answer, stop.Token);
        return taken < script.MailsPerConnection;
    }

    private async Task<Line> EncryptAsync(Line line)
    {
        var tls = new SslStream(line.Stream, leaveInnerStreamOpen: false);
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = script.Certificate }, stop.Token);
        Interlocked.Increment(ref encrypted);
        return Line.Over(tls);
    }

    private sealed record Line(Stream Stream, StreamReader Reader)
    {
        public bool IsEncrypted => Stream is SslStream;

        public static Line Over(Stream stream) => new(stream, new StreamReader(stream, Encoding.Latin1));

        public ValueTask<string?> HearAsync(CancellationToken cancel) => Reader.ReadLineAsync(cancel);

        public async Task SayAsync(string answer, CancellationToken cancel) => await Stream.WriteAsync(Encoding.ASCII.GetBytes(answer + "\r\n"), cancel);
    }
}
