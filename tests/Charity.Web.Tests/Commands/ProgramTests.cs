using System.Diagnostics;
using Charity.Web.Commands;
using Xunit;

namespace Charity.Web.Tests.Commands;

/// <summary>The program as a process, the way an administrator meets it before anything is set.</summary>
public sealed class ProgramTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("")]
    [InlineData("migrate")]
    public async Task Without_settings_it_names_them_and_ends(string command)
    {
        var (code, said) = await RunAsync(command);

        Assert.Equal(AdminCommands.WrongSetting, code);
        Assert.Contains("  - Database__ConnectionString is missing.", said, StringComparison.Ordinal);
        Assert.Contains("  - Site__PublicBaseUrl is missing", said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("migrat")]
    public async Task Without_settings_it_still_says_what_it_understands(string command)
    {
        var (code, said) = await RunAsync(command);

        Assert.Equal(AdminCommands.NotUnderstood, code);
        Assert.Contains("charity create-admin", said, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Said)> RunAsync(string arguments)
    {
        using var patience = new CancellationTokenSource(Patience);
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath() };
        start.ArgumentList.Add(typeof(CharityWeb).Assembly.Location);
        foreach (var argument in arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var name in start.Environment.Keys.Where(k => k.Contains("__", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var error = process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, await output + await error);
    }
}
