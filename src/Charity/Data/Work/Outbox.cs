using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Charity.Data.Work;

/// <summary>
/// Adds messages to the context, to be saved together with the effect that causes them; the save nudges the relay.
/// </summary>
public sealed class Outbox(CharityDb db, TimeProvider time, IWorkClock clock)
{
    private bool nudges;

    /// <summary>Adds a message that is due at once, or after <paramref name="delay"/> of business time.</summary>
    public void Add<TMessage>(TMessage message, TimeSpan delay = default)
        where TMessage : IMessage
    {
        var now = time.GetUtcNow().UtcDateTime;
        db.Outbox.Add(new OutboxMessage
        {
            Kind = TMessage.Kind,
            Subject = message.Subject,
            Discriminator = message.Discriminator,
            Payload = JsonSerializer.Serialize(message),
            CreatedAt = now,
            DueAt = now + delay,
        });
        if (!nudges)
        {
            nudges = true;
            db.SavedChanges += Nudge;
        }
    }

    /// <summary>Once: contexts are pooled and outlive this.</summary>
    private void Nudge(object? sender, SavedChangesEventArgs saved)
    {
        db.SavedChanges -= Nudge;
        nudges = false;
        clock.Nudge();
    }
}
