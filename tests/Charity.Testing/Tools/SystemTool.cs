using System.Diagnostics;
using System.Text;

namespace Charity.Testing.Tools;

/// <summary>Runs a program of the system and reads what it says.</summary>
public static class SystemTool
{
    /// <summary>Longest that a program may take.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>The programs that are missing, as a reason to skip a test; null where none is, or where CI forbids skipping.</summary>
    public static string? ReasonToSkip(params IReadOnlyList<string> tools)
    {
        if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var missing = tools.Where(t => !IsInstalled(t)).ToList();
        return missing.Count == 0 ? null : "needs " + string.Join(", ", missing);
    }

    /// <summary>What the program wrote, and its exit code.</summary>
    public static async Task<ToolAnswer> RunAsync(string tool, params string[] arguments)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(tool, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardOutputEncoding = Encoding.UTF8,
                StandardErrorEncoding = Encoding.UTF8,
            },
        };
        process.Start();
        using var limit = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return new ToolAnswer(process.ExitCode, await output, await errors);
    }

    private static bool IsInstalled(string tool) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Any(folder => File.Exists(Path.Combine(folder, tool)) || File.Exists(Path.Combine(folder, tool + ".exe")));
}

/// <summary>What a program said.</summary>
public sealed record ToolAnswer(int ExitCode, string Output, string Errors);
