using Charity.Data;
using Charity.Data.Audit;
using Microsoft.EntityFrameworkCore;

namespace Charity.Donations;

public enum ModerationOutcome
{
    Done,

    /// <summary>Hiding needs a reason.</summary>
    ReasonMissing,

    /// <summary>No gift among them has a message that is not so already.</summary>
    Nothing,
}

/// <summary>Shows donors' messages on the public pages, hides them, or puts them back among the new ones.</summary>
public sealed class ModerateMessages(CharityDb db, AuditLog audit)
{
    /// <summary>Messages that one form decides on.</summary>
    public const int MaxAtOnce = 100;

    public const int MaxReason = 500;

    /// <param name="Gifts">Ids; more than <see cref="MaxAtOnce"/> are cut off.</param>
    /// <param name="To">Shown, Refused, or AwaitsModeration to undo.</param>
    /// <param name="Reason">Why; needed to hide.</param>
    public sealed record Input(IReadOnlyList<Guid> Gifts, MessageState To, string? Reason, Actor By);

    /// <param name="Changed">The gifts whose message has another state now.</param>
    public sealed record Outcome(ModerationOutcome Result, IReadOnlyList<Guid> Changed);

    public async Task<Outcome> RunAsync(Input input, CancellationToken cancel)
    {
        var reason = input.Reason?.Trim() is { Length: > 0 } text ? text.Length <= MaxReason ? text : text[..MaxReason] : null;
        if (input.To == MessageState.Refused && reason is null)
        {
            return new(ModerationOutcome.ReasonMissing, []);
        }

        var ids = input.Gifts.Distinct().Take(MaxAtOnce).ToList();
        var gifts = await db.Donations
            .Where(d => ids.Contains(d.Id) && d.Message != null && d.MessageState != MessageState.None && d.MessageState != input.To).ToListAsync(cancel);
        foreach (var gift in gifts)
        {
            var action = input.To switch
            {
                MessageState.Shown => "message.show",
                MessageState.Refused => "message.hide",
                _ => "message.undo",
            };
            // Not the words themselves: an erasure must find them in one place only.
            audit.Add(input.By, action, "donation", gift.Id, before: new { state = gift.MessageState }, after: new { state = input.To }, reason: reason);
            gift.Moderate(input.To);
        }

        await db.SaveChangesAsync(cancel);
        return new(gifts.Count > 0 ? ModerationOutcome.Done : ModerationOutcome.Nothing, gifts.ConvertAll(gift => gift.Id));
    }
}
