using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Charity.Benchmarks.Pages;

/// <summary>Asks for one page over and over on kept-alive connections, as lightly as a client can, so that the server is what is measured.</summary>
internal static class PageClient
{
    private const int LargestHead = 16 * 1024;

    /// <summary>Answers of 200 with that many bytes, a second.</summary>
    /// <exception cref="InvalidOperationException">An answer was something else: nothing was measured.</exception>
    internal static async Task<double> PerSecondAsync(
        Uri address, string path, int length, int connections, TimeSpan time, CancellationToken cancel)
    {
        var request = Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {address.Authority}\r\nAccept: text/html\r\n\r\n");
        var sockets = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => ConnectAsync(address, cancel)));
        long answers = 0;
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(sockets.Select(socket => Task.Run(async () =>
        {
            var buffer = new byte[length + LargestHead];
            var own = 0;
            while (clock.Elapsed < time)
            {
                await socket.SendAsync(request, cancel);
                await ReadAsync(socket, buffer, length, cancel);
                own++;
            }

            Interlocked.Add(ref answers, own);
        }, cancel)));
        var perSecond = answers / clock.Elapsed.TotalSeconds;
        foreach (var socket in sockets)
        {
            socket.Dispose();
        }

        return perSecond;
    }

    private static async Task<Socket> ConnectAsync(Uri address, CancellationToken cancel)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address.Host, address.Port, cancel);
        return socket;
    }

    /// <summary>An answer from the cache names its length; one that was just rendered comes in chunks.</summary>
    private static async Task ReadAsync(Socket socket, byte[] buffer, int length, CancellationToken cancel)
    {
        var (filled, head, chunked) = (0, -1, false);
        while (head < 0 || (chunked ? !buffer.AsSpan(head, filled - head).EndsWith("0\r\n\r\n"u8) : filled < head + length))
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(filled), cancel);
            if (read == 0)
            {
                throw new InvalidOperationException("The server ended the connection, or said too much.");
            }

            filled += read;
            if (head < 0 && buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8) is >= 0 and var end)
            {
                head = end + 4;
                chunked = IsChunked(buffer.AsSpan(0, head), length);
            }
        }
    }

    private static bool IsChunked(ReadOnlySpan<byte> head, int length)
    {
        var chunked = head.IndexOf("\r\nTransfer-Encoding: chunked\r\n"u8) >= 0;
        var named = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\r\nContent-Length: {length}\r\n"));
        return head.StartsWith("HTTP/1.1 200"u8) && (chunked || head.IndexOf(named) >= 0)
            ? chunked
            : throw new InvalidOperationException($"Not the page that was asked for: {Encoding.ASCII.GetString(head)}");
    }
}
