using System.Text.Json;

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

    private static Dictionary<string, string> Side(JsonElement root, string side)
        => !root.TryGetProperty(side, out var facts) || facts.ValueKind == JsonValueKind.Null ? []
            : facts.ValueKind == JsonValueKind.Object ? facts.EnumerateObject().ToDictionary(fact => fact.Name, fact => fact.Value.ToString())
            : new() { [""] = facts.ToString() };
}
