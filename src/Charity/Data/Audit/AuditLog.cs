using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;

namespace Charity.Data.Audit;

/// <summary>
/// Writes down who did what, in the same save as what was done: an action without its line, or a line without its
/// action, cannot be.
/// </summary>
public sealed class AuditLog(CharityDb db, TimeProvider time)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        // Only ever shown through Razor, which encodes; Cyrillic stays readable in the table.
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Adds the line; the caller saves.</summary>
    /// <param name="by">Who does it.</param>
    /// <param name="action">A verb with its room, such as <c>campaign.publish</c>.</param>
    /// <param name="kind">What it is done to, such as <c>campaign</c>.</param>
    /// <param name="id">The id of that.</param>
    /// <param name="before">What stood there, the changed facts only; never a password, key or token.</param>
    /// <param name="after">What stands there now.</param>
    /// <param name="reason">Why, where the action asks for a reason.</param>
    /// <exception cref="ArgumentException">The reason is longer than 1,000 characters: check what people type first.</exception>
    public void Add(Actor by, string action, string kind, string id, object? before = null, object? after = null, string? reason = null)
    {
        if (reason is { Length: > AuditMapping.MaxReason })
        {
            throw new ArgumentException($"A reason has at most {AuditMapping.MaxReason} characters.", nameof(reason));
        }

        var detail = before is null && after is null ? null : JsonSerializer.Serialize(new { before, after }, Json);
        db.Audit.Add(new AuditRow
        {
            // To the millisecond, which both databases keep and the chain seals.
            At = ToMilliseconds(time.GetUtcNow().UtcDateTime),
            ActorId = by.Id,
            ActorName = by.Name,
            Action = action,
            Subject = $"{kind}:{id}",
            // It can never be taken out again.
            Reason = reason is null ? null : TypedText.MaskCardNumbers(reason),
            Detail = detail,
            DetailHash = HashOf(detail),
        });
    }

    /// <inheritdoc cref="Add(Actor, string, string, string, object?, object?, string?)"/>
    public void Add(Actor by, string action, string kind, Guid id, object? before = null, object? after = null, string? reason = null)
        => Add(by, action, kind, id.ToString("N"), before, after, reason);

    /// <summary>
    /// Erases what the lines on a subject tell, but for what is added in the same save; who did what and when stays, and
    /// so does the seal. The caller saves.
    /// </summary>
    public async Task EraseDetailsAsync(string kind, string id, CancellationToken cancel)
    {
        var subject = $"{kind}:{id}";
        foreach (var line in await db.Audit.Where(a => a.Subject == subject && a.Detail != null).ToListAsync(cancel))
        {
            line.Detail = null;
        }
    }

    internal static byte[] HashOf(string? detail)
        => detail is null ? new byte[SHA256.HashSizeInBytes] : SHA256.HashData(Encoding.UTF8.GetBytes(detail));

    private static DateTime ToMilliseconds(DateTime at) => new(at.Ticks - (at.Ticks % TimeSpan.TicksPerMillisecond), DateTimeKind.Utc);
}
