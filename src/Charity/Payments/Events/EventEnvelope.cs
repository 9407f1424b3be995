using System.Globalization;
using System.Text.Json;

namespace Charity.Payments;

/// <summary>
/// What we read of an event: its id, type and the object it points at. Nothing else in it is believed or used.
/// </summary>
/// <param name="Thin">It carries only a reference to the object (<c>v2.core.event</c>), no snapshot.</param>
/// <param name="Livemode">Null when the event does not say.</param>
/// <param name="Context">The connected account that the event names; we have none.</param>
public sealed record EventEnvelope(
    string Id, string Type, bool Thin, string? ObjectType, string? ObjectId, bool? Livemode, string? ApiVersion, DateTime Created,
    string? Context)
{
    /// <summary>Nesting that we read; Stripe's objects stay far below.</summary>
    public const int MaxDepth = 64;

    private const int LongestId = 255;
    private const int LongestType = 100;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    /// <summary>Null when this is no event: not JSON, too deep, names given twice, or without a usable id and type.</summary>
    public static EventEnvelope? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body, Options);
            return json.RootElement.ValueKind == JsonValueKind.Object ? Read(json.RootElement) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static EventEnvelope? Read(JsonElement root)
    {
        var shape = Text(root, "object");
        var id = Text(root, "id");
        var type = Text(root, "type");
        if (!IsId(id) || type is not { Length: > 0 and <= LongestType } || !type.All(IsIdLetter))
        {
            return null;
        }

        var thin = shape != "event" && root.TryGetProperty("related_object", out _);
        var (objectType, objectId) = thin ? Related(root) : Snapshot(root);
        return new EventEnvelope(
            id!, thin && type.StartsWith("v1.", StringComparison.Ordinal) ? type[3..] : type, thin, objectType, objectId,
            Flag(root, "livemode"), ApiVersionOf(root), CreatedOf(root), Text(root, "account") ?? Text(root, "context"));
    }

    private static (string?, string?) Snapshot(JsonElement root)
        => Object(root, "data") is { } data && Object(data, "object") is { } subject
            ? (Named(subject, "object"), IdOrNull(subject))
            : default;

    private static (string?, string?) Related(JsonElement root)
        => Object(root, "related_object") is { } related ? (Named(related, "type"), IdOrNull(related)) : default;

    private static string? IdOrNull(JsonElement json) => Text(json, "id") is { } id && IsId(id) ? id : null;

    private static string? Named(JsonElement json, string name)
        => Text(json, name) is { Length: > 0 and <= 64 } text && text.All(IsIdLetter) ? text : null;

    private static string? ApiVersionOf(JsonElement root)
        => Text(root, "api_version") is { Length: > 0 and <= 64 } version && version.All(IsIdLetter) ? version : null;

    /// <summary>Shown to staff only, so an unreadable one becomes the start of the calendar of computers.</summary>
    private static DateTime CreatedOf(JsonElement root)
    {
        if (!root.TryGetProperty("created", out var created))
        {
            return DateTime.UnixEpoch;
        }

        return created.ValueKind == JsonValueKind.Number && created.TryGetInt64(out var seconds) ? UnixTime.ToUtc(seconds) ?? DateTime.UnixEpoch
            : created.ValueKind == JsonValueKind.String
              && DateTime.TryParse(
                  Text(root, "created"), CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var time)
                ? time
                : DateTime.UnixEpoch;
    }

    private static JsonElement? Object(JsonElement json, string name)
        => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : null;

    private static bool? Flag(JsonElement json, string name)
        => json.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : null;

    private static string? Text(JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // An escape that is half of a surrogate pair: no text at all.
            return null;
        }
    }

    private static bool IsId(string? id) => id is { Length: > 0 and <= LongestId } && id.All(IsIdLetter);

    private static bool IsIdLetter(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-';
}
