using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Charity.Browser.Tests.Running;

/// <summary>The program that a newcomer starts, as a process of its own, on free ports and in a folder of its own.</summary>
internal sealed class SandboxProcess : IAsyncDisposable
{
    /// <summary>For a machine that does much else; a quiet one needs a few seconds.</summary>
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(3);

    /// <summary>What the console says once everything answers.</summary>
    private const string ReadyLine = "Charity, to try.";

    private readonly string folder = Directory.CreateTempSubdirectory("charity-browser-").FullName;
    private readonly int gifts;
    private readonly ConcurrentQueue<string> said = new();
    private Process? process;

    private readonly bool empty;

    private SandboxProcess(int gifts, bool empty)
    {
        (this.gifts, this.empty) = (gifts, empty);
        (AppPort, SandboxPort) = FreePorts();
    }

    /// <summary>Address of the application, without a slash behind it.</summary>
    internal string App => FormattableString.Invariant($"http://localhost:{AppPort}");

    /// <summary>Address of the simulated Stripe and the mailbox.</summary>
    internal string Sandbox => FormattableString.Invariant($"http://localhost:{SandboxPort}");

    internal string Database => Path.Combine(folder, "current", "charity.db");

    private int AppPort { get; }

    private int SandboxPort { get; }

    /// <param name="gifts">Gifts of the demo history to begin with.</param>
    /// <param name="empty">Without an organisation.</param>
    internal static async Task<SandboxProcess> StartAsync(int gifts, bool empty = false)
    {
        var sandbox = new SandboxProcess(gifts, empty);
        await sandbox.StartAsync();
        return sandbox;
    }

    /// <summary>Starts it, the first time or once more on the same data, and comes back when it answers.</summary>
    internal async Task StartAsync()
    {
        var start = new ProcessStartInfo(DotNet())
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "Charity.Sandbox.dll"),
                "--app-port", Text(AppPort), "--sandbox-port", Text(SandboxPort), "--data", folder, "--gifts", Text(gifts),
                "--documents", "Builtin",
            },
        };
        if (empty)
        {
            start.ArgumentList.Add("--empty");
        }

        start.Environment.Remove("ASPNETCORE_ENVIRONMENT");
        start.Environment.Remove("DOTNET_ENVIRONMENT");
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = new Process { StartInfo = start, EnableRaisingEvents = true };
        running.OutputDataReceived += (_, line) => Hear(line.Data, ready);
        running.ErrorDataReceived += (_, line) => Hear(line.Data, ready);
        running.Exited += (_, _) => ready.TrySetException(new InvalidOperationException($"The sandbox ended before it was ready:\n{Said}"));
        running.Start();
        running.BeginOutputReadLine();
        running.BeginErrorReadLine();
        process = running;
        try
        {
            await ready.Task.WaitAsync(StartPatience);
        }
        catch (TimeoutException)
        {
            throw new InvalidOperationException($"The sandbox was not ready after {StartPatience.TotalMinutes:0} minutes:\n{Said}");
        }
    }

    /// <summary>Ends the process as a power cut does: no chance to finish or to say goodbye.</summary>
    internal async Task KillAsync()
    {
        process!.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        process = null;
    }

    /// <summary>The last lines of the console, for a failing test.</summary>
    internal string Said => string.Join('\n', said.TakeLast(60));

    /// <summary>Password and authenticator key of the staff account that the start made.</summary>
    internal async Task<StaffSecrets> StaffAsync()
    {
        await using var file = File.OpenRead(Path.Combine(folder, "secrets.json"));
        return await JsonSerializer.DeserializeAsync<StaffSecrets>(file)
            ?? throw new InvalidOperationException("The sandbox keeps no secrets.");
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            await KillAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    private void Hear(string? line, TaskCompletionSource ready)
    {
        if (line is null)
        {
            return;
        }

        said.Enqueue(line);
        if (line.Contains(ReadyLine, StringComparison.Ordinal))
        {
            ready.TrySetResult();
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string DotNet()
        => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } path ? path : "dotnet";

    private static (int First, int Second) FreePorts()
    {
        using var first = new TcpListener(IPAddress.Loopback, 0);
        using var second = new TcpListener(IPAddress.Loopback, 0);
        first.Start();
        second.Start();
        return (((IPEndPoint)first.LocalEndpoint).Port, ((IPEndPoint)second.LocalEndpoint).Port);
    }
}

/// <summary>What opens the staff side of one sandbox.</summary>
internal sealed record StaffSecrets(string StaffPassword, string StaffTotpKey)
{
    internal const string Email = "treasurer@bright-threshold.example";

    /// <summary>Another administrator, with the same password and key.</summary>
    internal const string SecondEmail = "director@bright-threshold.example";

    /// <inheritdoc cref="SecondEmail"/>
    internal const string EditorEmail = "editor@bright-threshold.example";
}
