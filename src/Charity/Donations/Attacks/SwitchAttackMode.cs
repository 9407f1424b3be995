using Charity.Data;
using Charity.Data.Audit;
using Microsoft.EntityFrameworkCore;

namespace Charity.Donations.Attacks;

/// <summary>A person switches attack mode on for a time, or off. Both ask for a reason and stand in the audit.</summary>
public sealed class SwitchAttackMode(CharityDb db, AuditLog audit, TimeProvider time)
{
    public const string BeginAction = "attack-mode.begin";
    public const string EndAction = "attack-mode.end";
    public const string Subject = "attack";

    /// <summary>Hours that a person may switch it on, or keep it from beginning by itself.</summary>
    public const int MaxHours = 24;

    public enum Outcome
    {
        Done,

        /// <summary>A reason of 5 to 1,000 characters is needed.</summary>
        ReasonMissing,

        /// <summary>Between 1 and <see cref="MaxHours"/>.</summary>
        HoursWrong,

        /// <summary>It is that way already.</summary>
        NothingToDo,
    }

    private const int MinReason = 5;

    /// <summary>On from now; where it is on already, for at least these hours more.</summary>
    public async Task<Outcome> BeginAsync(Actor by, int hours, string? reason, CancellationToken cancel)
    {
        if (Fault(hours, reason) is { } fault)
        {
            return fault;
        }

        var now = time.GetUtcNow().UtcDateTime;
        var until = now + TimeSpan.FromHours(hours);
        var state = await StateAsync(db, cancel);
        var before = state.IsOn(now) ? new { since = state.Since, until = state.Until } : null;
        if (before is null)
        {
            state.Begin(automatic: false, reason!.Trim(), now, until);
        }
        else
        {
            state.LastUntil(until);
        }

        audit.Add(by, BeginAction, Subject, "mode", before, new { since = state.Since, until = state.Until }, reason!.Trim());
        await db.SaveChangesAsync(cancel);
        return Outcome.Done;
    }

    /// <param name="quietHours">So long it does not begin by itself again: a person has judged that this is no attack.</param>
    public async Task<Outcome> EndAsync(Actor by, int quietHours, string? reason, CancellationToken cancel)
    {
        if (Fault(quietHours, reason) is { } fault)
        {
            return fault;
        }

        var now = time.GetUtcNow().UtcDateTime;
        var state = await StateAsync(db, cancel);
        if (!state.IsOn(now))
        {
            return Outcome.NothingToDo;
        }

        var quietUntil = now + TimeSpan.FromHours(quietHours);
        audit.Add(
            by, EndAction, Subject, "mode", new { since = state.Since, until = state.Until, reason = state.Reason }, new { quietUntil }, reason!.Trim());
        state.End(quietUntil);
        await db.SaveChangesAsync(cancel);
        return Outcome.Done;
    }

    /// <summary>The one row; added to the context where there is none yet.</summary>
    internal static async Task<AttackState> StateAsync(CharityDb db, CancellationToken cancel)
    {
        if (await db.AttackStates.SingleOrDefaultAsync(cancel) is { } state)
        {
            return state;
        }

        state = new AttackState();
        db.AttackStates.Add(state);
        return state;
    }

    private static Outcome? Fault(int hours, string? reason)
        => reason?.Trim().Length is not (>= MinReason and <= AttackState.MaxReason) ? Outcome.ReasonMissing
            : hours is < 1 or > MaxHours ? Outcome.HoursWrong
            : null;
}
