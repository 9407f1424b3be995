using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Charity.Data.Work;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Charity.Web.Hosting;

/// <summary>
/// One JSON object a line, for whatever collects logs, with every text cleaned of keys, tokens and mail addresses. What
/// the program logs holds none; what a library or an error of it says might.
/// </summary>
public sealed class CleanJsonFormatter() : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "charity-json";

    /// <summary>Cyrillic as it is; a line break within a text stays an escape, so that nobody can forge a line.</summary>
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        using var buffer = new MemoryStream(512);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("time", TimeProvider.System.GetUtcNow().UtcDateTime);
            json.WriteString("level", logEntry.LogLevel.ToString());
            json.WriteString("category", logEntry.Category);
            if (logEntry.EventId.Id != 0)
            {
                json.WriteNumber("event", logEntry.EventId.Id);
            }

            json.WriteString("message", Redaction.Hide(message));
            if (logEntry.Exception is { } error)
            {
                json.WriteString("error", Redaction.Hide(error.ToString()));
            }

            if (System.Diagnostics.Activity.Current is { } activity)
            {
                json.WriteString("trace", activity.TraceId.ToHexString());
            }

            WriteState(json, logEntry.State);
            json.WriteEndObject();
        }

        textWriter.WriteLine(Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)));
    }

    private static void WriteState<TState>(Utf8JsonWriter json, TState state)
    {
        if (state is not IReadOnlyList<KeyValuePair<string, object?>> values)
        {
            return;
        }

        json.WriteStartObject("state");
        foreach (var (name, value) in values.Where(v => v.Key != "{OriginalFormat}"))
        {
            switch (value)
            {
                case int or long or short or byte:
                    json.WriteNumber(name, Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture));
                    break;
                default:
                    json.WriteString(name, Redaction.Hide(Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? ""));
                    break;
            }
        }

        json.WriteEndObject();
    }
}
