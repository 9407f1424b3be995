using System.Globalization;
using System.Text.Json;
using Charity.Languages;

namespace Charity.Web.Pages.Staff.People;

/// <summary>One fact of an audit line: what stood there and what stands there now, as text.</summary>
public sealed record AuditFact(string Name, string? Before, string? After)
{
    /// <summary>The facts of a line's detail, in the order in which they were written; none where it was erased.</summary>
    internal static IReadOnlyList<AuditFact> Of(string? detail)
    {
        if (detail is null)
        {
            return [];
        }

        using var json = JsonDocument.Parse(detail);
        var before = Side(json.RootElement, "before");
        var after = Side(json.RootElement, "after");
        return [.. before.Keys.Union(after.Keys).Select(name => new AuditFact(name, before.GetValueOrDefault(name), after.GetValueOrDefault(name)))];
    }

    /// <summary>A value as a reader would write it: times by their clock, languages, roles and messages' states by name; all else as it was kept.</summary>
    internal static string Say(string name, string value, LanguageTexts T, StaffTime times) => name switch
    {
        "language" when T.Has($"staff.language.{value}") => T[$"staff.language.{value}"],
        "state" when T.Has($"staff.message.{value}") => T[$"staff.message.{value}"],
        "roles" => string.Join(", ", value.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Select(role => T.Has($"staff.role.{role}") ? T[$"staff.role.{role}"] : role)),
        _ when IsTime(value, out var at) => times.Of(at, T.Language),
        _ => value,
    };

    private static bool IsTime(string value, out DateTime at)
        => DateTime.TryParseExact(
            value, ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'"], CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out at);

    private static Dictionary<string, string> Side(JsonElement root, string side)
        => !root.TryGetProperty(side, out var facts) || facts.ValueKind == JsonValueKind.Null ? []
            : facts.ValueKind == JsonValueKind.Object ? facts.EnumerateObject().ToDictionary(fact => fact.Name, fact => fact.Value.ToString())
            : new() { [""] = facts.ToString() };
}
