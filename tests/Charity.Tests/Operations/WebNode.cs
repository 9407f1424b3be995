using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Charity.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Charity.Tests.Operations;

/// <summary>
/// The whole application as a process of its own: Kestrel, pages, webhook endpoint, relay and timetable. Only its clock
/// is a test's.
/// </summary>
internal sealed class WebNode : IDisposable
{
    public const string Verb = "web-node";

    private readonly Process process;

    private WebNode(Process process, int port) => (this.process, Address) = (process, new Uri(FormattableString.Invariant($"http://127.0.0.1:{port}")));

    public Uri Address { get; }

    /// <summary>Starts one and waits until it serves.</summary>
    /// <param name="settings">All its settings, by their name with colons.</param>
    public static async Task<WebNode> StartAsync(IReadOnlyDictionary<string, string?> settings, int speed, CancellationToken cancel)
    {
        var port = FreePort();
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in (string[])["exec", typeof(WebNode).Assembly.Location, Verb, port.ToString(CultureInfo.InvariantCulture), speed.ToString(CultureInfo.InvariantCulture)])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in settings)
        {
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync(cancel) is { } line)
        {
            if (line == "ready")
            {
                return new WebNode(process, port);
            }
        }

        throw new InvalidOperationException("The node ended before it was ready.");
    }

    /// <summary>Ends it as a power cut would.</summary>
    public async Task KillAsync(CancellationToken cancel)
    {
        process.Kill();
        await process.WaitForExitAsync(cancel);
    }

    /// <summary>Asks it to end, as systemd and Docker do.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> TerminateAsync(CancellationToken cancel)
    {
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(cancel);
        await process.WaitForExitAsync(cancel);
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.Dispose();
    }

    /// <summary>The program.</summary>
    public static async Task<int> RunAsync(string port, string speed)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Test", ApplicationName = "Charity.Web" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Services.AddSingleton<TimeProvider>(new FastClock(int.Parse(speed, CultureInfo.InvariantCulture)));
        builder.Services.AddAdapters(builder.Configuration);
        builder.AddCharityWeb();
        await using var app = builder.Build();
        app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine("ready"));
        return await app.RunCharityAsync();
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
