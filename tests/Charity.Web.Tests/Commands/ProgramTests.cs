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

    [Fact]
    public async Task Without_a_migrated_database_it_says_what_to_do_and_ends()
    {
        var key = Convert.ToBase64String(new byte[32].Select((_, i) => (byte)i).ToArray());
        var (code, said) = await RunAsync("", new()
        {
            ["Site__PublicBaseUrl"] = "http://localhost:5000",
            ["Database__ConnectionString"] = $"Data Source={Path.Combine(Path.GetTempPath(), Path.GetRandomFileName())}",
            ["Tokens__Key"] = key,
            ["Encryption__Key"] = key,
            ["Mail__Host"] = "smtp.example.org",
            ["Mail__FromAddress"] = "gifts@example.org",
            ["Documents__Renderer"] = "Builtin",
        });

        Assert.Equal(AdminCommands.Refused, code);
        Assert.Contains("run 'charity migrate'", said, StringComparison.Ordinal);
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

    private static async Task<(int Code, string Said)> RunAsync(string arguments, Dictionary<string, string>? settings = null)
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

        foreach (var (name, value) in settings ?? [])
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var error = process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, await output + await error);
    }
}
