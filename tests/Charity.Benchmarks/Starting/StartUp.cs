using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Charity.Benchmarks.Starting;

/// <summary>
/// From the start of a process to its first page, as somebody waits who has just typed the command: the sandbox with its
/// demo made before, and beside it a process that does nothing but answer. The two take turns, so that other load on the
/// machine falls on both.
/// </summary>
internal static class StartUp
{
    /// <summary>The word that makes this program the process that only answers.</summary>
    internal const string Bare = "answer-only";

    private const int Rounds = 7;
    private const int DemoGifts = 300;

    /// <summary>From the issue: seconds until the first page.</summary>
    private const double AllowedSeconds = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(5);

    internal static async Task<IReadOnlyList<Figure>> RunAsync(TextWriter output, CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("charity-start-").FullName;
        try
        {
            // Redirects are not followed to their end by a page that waits for the demo: the campaign list itself is asked for.
            output.WriteLine(FormattableString.Invariant($"first start ever, with {DemoGifts} gifts of a demo history: {await SandboxAsync(folder, cancel):0.0} s"));
            var (starts, bare) = (new List<double>(), new List<double>());
            for (var round = 1; round <= Rounds; round++)
            {
                var limit = await FirstAnswerAsync("Charity.Benchmarks.dll", port => [Bare, port], "/", cancel);
                var start = await SandboxAsync(folder, cancel);
                bare.Add(limit);
                starts.Add(start);
                output.WriteLine(FormattableString.Invariant($"round {round}: first page after {start:0.00} s   a process that only answers {limit:0.00} s"));
            }

            var (figure, bound) = (starts.Order().ElementAt(Rounds / 2), bare.Order().ElementAt(Rounds / 2));
            return
            [
                new("start of the sandbox to its first page", Seconds(figure), "allowed: " + Seconds(AllowedSeconds), AllowedSeconds / figure, 1),
                new("the same, beside a process that only answers", Seconds(figure), Seconds(bound), bound / figure, null),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The process that only answers; runs until it is ended.</summary>
    internal static async Task AnswerAsync(string port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:" + port);
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.Run(context => context.Response.WriteAsync("here", context.RequestAborted));
        await app.RunAsync();
    }

    private static Task<double> SandboxAsync(string folder, CancellationToken cancel) => FirstAnswerAsync(
        "Charity.Sandbox.dll",
        port =>
        [
            "--app-port", port, "--sandbox-port", FreePort(), "--data", folder,
            "--gifts", DemoGifts.ToString(CultureInfo.InvariantCulture), "--documents", "Builtin",
        ],
        "/en", cancel);

    /// <summary>Seconds from starting the process until it has answered <paramref name="path"/> with 200.</summary>
    private static async Task<double> FirstAnswerAsync(string program, Func<string, string[]> arguments, string path, CancellationToken cancel)
    {
        var port = FreePort();
        var address = new Uri($"http://127.0.0.1:{port}{path}");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, program));
        foreach (var argument in arguments(port))
        {
            start.ArgumentList.Add(argument);
        }

        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} could not be started.");
        // Unread, a full pipe would hold the process up.
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            while (!await AnswersAsync(client, address, cancel))
            {
                if (process.HasExited || watch.Elapsed > Patience)
                {
                    throw new InvalidOperationException($"{program} gave no page within {watch.Elapsed.TotalSeconds:0} s.");
                }

                await Task.Delay(BetweenAttempts, cancel);
            }

            return watch.Elapsed.TotalSeconds;
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static async Task<bool> AnswersAsync(HttpClient client, Uri address, CancellationToken cancel)
    {
        try
        {
            using var answer = await client.GetAsync(address, cancel);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static string FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }

    private static string Seconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.00} s");
}
