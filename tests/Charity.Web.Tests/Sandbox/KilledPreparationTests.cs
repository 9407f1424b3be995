using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Charity.Sandbox.Hosting;
using Xunit;

namespace Charity.Web.Tests.Sandbox;

/// <summary>The program as an operating-system process, ended without a chance to clear up.</summary>
public sealed class KilledPreparationTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly string folder = Directory.CreateTempSubdirectory("charity-killed-").FullName;

    [Fact]
    [Trait("Case", "X01")]
    public async Task A_start_killed_while_it_prepares_leaves_nothing_half_and_the_next_one_does_it_again()
    {
        using (var first = Start(gifts: 5000))
        {
            await UntilAsync(first, () => Directory.EnumerateDirectories(folder, "preparing-*").Any(d => File.Exists(Path.Combine(d, "charity.db"))));
            first.Kill();
            await first.WaitForExitAsync();
        }

        Assert.False(Directory.Exists(Path.Combine(folder, "current")));

        using var second = Start(gifts: 0);
        await UntilAsync(second, () => Directory.Exists(Path.Combine(folder, "current")));
        Assert.Empty(Directory.EnumerateDirectories(folder, "preparing-*"));
        second.Kill();
        await second.WaitForExitAsync();
    }

    [Fact]
    public async Task A_second_sandbox_on_the_same_folder_and_one_in_Production_are_refused()
    {
        using var held = DataFolder.TryOpen(folder);
        Assert.NotNull(held);
        using var second = Start(gifts: 0);
        Assert.Contains("Another sandbox uses", await second.StandardError.ReadToEndAsync(), StringComparison.Ordinal);
        await second.WaitForExitAsync();
        Assert.NotEqual(0, second.ExitCode);

        using var production = Start(gifts: 0, environment: "Production");
        Assert.Contains("refuses to run in Production", await production.StandardError.ReadToEndAsync(), StringComparison.Ordinal);
        await production.WaitForExitAsync();
        Assert.NotEqual(0, production.ExitCode);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private Process Start(int gifts, string? environment = null)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = folder,
        };
        foreach (var argument in (string[])
        [
            Path.Combine(AppContext.BaseDirectory, "Charity.Sandbox.dll"), "--data", folder,
            "--app-port", FormattableString.Invariant($"{FreePort()}"), "--sandbox-port", FormattableString.Invariant($"{FreePort()}"),
            "--gifts", FormattableString.Invariant($"{gifts}"), "--documents", "Builtin",
        ])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Remove("ASPNETCORE_ENVIRONMENT");
        start.Environment.Remove("DOTNET_ENVIRONMENT");
        if (environment is not null)
        {
            start.Environment["DOTNET_ENVIRONMENT"] = environment;
        }

        var process = Process.Start(start)!;
        // Read away, so that a full pipe never stops it.
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }

    private static async Task UntilAsync(Process process, Func<bool> so)
    {
        var started = Stopwatch.GetTimestamp();
        while (!so())
        {
            Assert.False(process.HasExited, "The process ended by itself.");
            Assert.True(Stopwatch.GetElapsedTime(started) < Patience, "It did not come about in time.");
            await Task.Delay(20);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
