using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;

namespace Charity.Benchmarks.Intake;

/// <summary>Sends ready-made requests over kept-alive connections, as lightly as a client can, so that it measures the server.</summary>
internal static class LoadGenerator
{
    /// <summary>Requests answered 200 a second, and the milliseconds that each took.</summary>
    /// <exception cref="InvalidOperationException">An answer was not 200: nothing was measured.</exception>
    public static async Task<(double PerSecond, IReadOnlyCollection<double> Milliseconds)> RunAsync(
        Uri address, int connections, byte[][] requests, CancellationToken cancel)
    {
        var next = -1;
        var times = new ConcurrentQueue<List<double>>();
        var sockets = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => ConnectAsync(address, cancel)));
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(sockets.Select(socket => Task.Run(async () =>
        {
            var own = new List<double>();
            var buffer = new byte[4096];
            int i;
            while ((i = Interlocked.Increment(ref next)) < requests.Length)
            {
                var sent = Stopwatch.GetTimestamp();
                await socket.SendAsync(requests[i], cancel);
                await ReadAnswerAsync(socket, buffer, cancel);
                own.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
            }

            times.Enqueue(own);
        }, cancel)));
        var perSecond = requests.Length / clock.Elapsed.TotalSeconds;
        foreach (var socket in sockets)
        {
            socket.Dispose();
        }

        return (perSecond, [.. times.SelectMany(t => t)]);
    }

    private static async Task<Socket> ConnectAsync(Uri address, CancellationToken cancel)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address.Host, address.Port, cancel);
        return socket;
    }

    /// <summary>The answers have no body, so each ends with its headers.</summary>
    private static async Task ReadAnswerAsync(Socket socket, byte[] buffer, CancellationToken cancel)
    {
        var length = 0;
        while (length < 4 || !buffer.AsSpan(0, length).EndsWith("\r\n\r\n"u8))
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(length), cancel);
            length += read;
            if (read == 0 || length == buffer.Length)
            {
                throw new InvalidOperationException("The server ended the connection or said too much.");
            }
        }

        if (!buffer.AsSpan(0, length).StartsWith("HTTP/1.1 200"u8))
        {
            throw new InvalidOperationException($"An event was not accepted: {System.Text.Encoding.ASCII.GetString(buffer, 0, length)}");
        }
    }
}
