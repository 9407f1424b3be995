using Charity.Data;
using Charity.Data.Audit;
using Charity.Data.Work;
using Charity.Exceptions;
using Charity.Languages;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Charity.Donations.Attacks;

/// <summary>What a look at the last minutes led to.</summary>
public enum AttackTurn
{
    Nothing,
    Began,

    /// <summary>The signs go on: it lasts longer.</summary>
    WentOn,

    /// <summary>Its time was over.</summary>
    Ended,
}

/// <summary>
/// Looks at the last minutes: begins attack mode where they look like an attack, lets it last while they do, and writes down
/// its end when its time is over. Tells staff at the beginning.
/// </summary>
public sealed class LookForAttack(
    CharityDb db, AttackSigns signs, AuditLog audit, ExceptionLog exceptions, Outbox outbox, IOptions<AttackOptions> options, TimeProvider time,
    ILogger<LookForAttack> log)
{
    /// <summary>The program, in the audit.</summary>
    public static readonly Actor Watch = Actor.Program("attack-watch");

    public async Task<AttackTurn> RunAsync(CancellationToken cancel)
    {
        var settings = options.Value;
        var now = time.GetUtcNow().UtcDateTime;
        var state = await SwitchAttackMode.StateAsync(db, cancel);
        var figures = await signs.ReadAsync(cancel);
        var seen = figures.Signs(settings, going: state.IsOn(now));
        var until = now + TimeSpan.FromMinutes(settings.LastsMinutes);
        var turn = AttackTurn.Nothing;
        if (state.IsSpent(now))
        {
            audit.Add(Watch, SwitchAttackMode.EndAction, SwitchAttackMode.Subject, "mode", before: new { since = state.Since, until = state.Until, reason = state.Reason });
            state.End(null);
            turn = AttackTurn.Ended;
        }

        if (seen.Count > 0 && settings.Automatic && state.Since is not null)
        {
            state.LastUntil(until);
            turn = AttackTurn.WentOn;
        }
        else if (seen.Count > 0 && settings.Automatic && !(now < state.QuietUntil))
        {
            await BeginAsync(state, figures, figures.Describe(seen, settings), now, until, cancel);
            turn = AttackTurn.Began;
        }

        await db.SaveChangesAsync(cancel);
        return turn;
    }

    private async Task BeginAsync(AttackState state, AttackFigures figures, string why, DateTime now, DateTime until, CancellationToken cancel)
    {
        state.Begin(automatic: true, why, now, until);
        audit.Add(Watch, SwitchAttackMode.BeginAction, SwitchAttackMode.Subject, "mode", after: new { since = now, until }, reason: why);
        var subject = ExceptionSubject.Attack(now);
        if (await exceptions.RaiseAsync(
                new Finding(
                    ExceptionKind.CardTesting, ExceptionSeverity.Critical, subject,
                    new KeptText(
                        new TextKey("finding.attack"),
                        ("minutes", options.Value.WindowMinutes), ("gifts", figures.Gifts), ("paid", figures.Paid), ("small", figures.Small), ("held", figures.Held),
                        ("declined", figures.Declined), ("most", figures.MostOfOneEmail), ("refused", figures.Refused), ("addresses", figures.Addresses))),
                cancel))
        {
            outbox.Add(new StaffAlarm(ExceptionKind.CardTesting, subject));
        }

        log.LogWarning("Attack mode began: {Why}", why);
    }
}
