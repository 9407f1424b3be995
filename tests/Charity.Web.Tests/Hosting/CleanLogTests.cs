using System.Text.Json;
using Charity.Web.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Charity.Web.Tests.Hosting;

/// <summary>What the log of an installation holds when something says more than it should.</summary>
public sealed class CleanLogTests
{
    private const string Token = "Zk3v9Qm1XwR7tYb5Lp0sHd8uJc2eNa6fGi4oVrTxKzM";

    [Theory]
    [Trait("Case", "A17")]
    [InlineData("sk_live_51Abcdefghijkl")]
    [InlineData("rk_test_0123456789")]
    [InlineData("whsec_0123456789abcdefghij")]
    [InlineData(Token)]
    [InlineData("olena.shevchenko@example.org")]
    [InlineData("4242424242424242")]
    [InlineData("4000-0566-5566-5556")]
    [InlineData("CfDJ8Abcdefghijklmnop_qrst-uvw")]
    public void No_secret_and_no_address_reaches_a_line(string secret)
    {
        using var line = Written("Request {Path} failed", new InvalidOperationException($"GET /en/thanks/{secret} said {secret}"), $"/en/thanks/{secret}");
        var text = line.RootElement.ToString();

        Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase);
        Assert.Matches(@"^Request \S*\[(secret|mail|card)\] failed$", line.RootElement.GetProperty("message").GetString());
        Assert.Matches(@"\[(secret|mail|card)\]$", line.RootElement.GetProperty("state").GetProperty("Path").GetString());
        Assert.Contains("InvalidOperationException", line.RootElement.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Case", "A17")]
    public void A_text_with_line_breaks_stays_one_line_and_letters_stay_letters()
    {
        var raw = Raw("Gift of {Name}", null, "Олена\n{\"level\":\"Critical\"}\r\n");
        Assert.DoesNotContain('\n', raw.TrimEnd('\n'));
        Assert.Contains("Олена", raw, StringComparison.Ordinal);
        using var line = JsonDocument.Parse(raw);
        Assert.Equal("Information", line.RootElement.GetProperty("level").GetString());
        Assert.Equal("Charity.Test", line.RootElement.GetProperty("category").GetString());
    }

    private static JsonDocument Written(string template, Exception? error, params object?[] values) => JsonDocument.Parse(Raw(template, error, values));

    private static string Raw(string template, Exception? error, params object?[] values)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var capture = new Capture(writer);
#pragma warning disable CA2254 // The template is the test's own.
        capture.Log(LogLevel.Information, error, template, values);
#pragma warning restore CA2254
        return writer.ToString();
    }

    private sealed class Capture(TextWriter writer) : ILogger
    {
        private readonly CleanJsonFormatter formatter = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var entry = new LogEntry<TState>(logLevel, "Charity.Test", eventId, state, exception, formatter);
            this.formatter.Write(in entry, null, writer);
        }
    }
}
