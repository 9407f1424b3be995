using System.Text.Json;

namespace Charity.Data.Work;

/// <summary>Adds messages to the context, to be saved together with the effect that causes them.</summary>
public sealed class Outbox(CharityDb db, TimeProvider time)
{
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
    }
}
