using Charity.Exceptions;
using Charity.Languages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Charity.Data.Work.Running;

/// <summary>A row of the batch belongs to another claim by now; the commit is given up.</summary>
internal sealed class LeaseLostException() : Exception("The lease was lost.")
{
    public static void ThrowUnless(bool held)
    {
        if (!held)
        {
            throw new LeaseLostException();
        }
    }
}

/// <summary>Writes what became of claimed rows, each mark fenced by the lease. Whatever waits for a person is told to one.</summary>
internal sealed class Marking(RunContext run)
{
    /// <summary>Marks every row by its handler's verdict, in the transaction that saves their effects.</summary>
    /// <exception cref="LeaseLostException">Another claim took over a row: the whole commit is to be undone.</exception>
    public async Task VerdictsAsync(
        IServiceProvider services, Claim claim, List<Gathered> items, IReadOnlyList<WorkVerdict> verdicts, CancellationToken cancel)
    {
        var db = services.GetRequiredService<CharityDb>();
        var now = run.Now;
        var done = new List<long>(items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            var (id, verdict) = (items[i].Row.Id, verdicts[i]);
            if (verdict.ParkReason is { } reason)
            {
                LeaseLostException.ThrowUnless(await ParkAsync(services, claim, items[i].Row, Redaction.Clean(reason), verdict.Told ? null : 0, cancel));
            }
            else if (verdict.RetryAfter is { } delay)
            {
                var note = verdict.Note is null ? null : Redaction.Clean(verdict.Note);
                LeaseLostException.ThrowUnless(await run.Queue.MarkDueAsync(db, claim, id, now + delay, true, note, cancel));
            }
            else
            {
                done.Add(id);
            }
        }

        if (done.Count > 0)
        {
            LeaseLostException.ThrowUnless(done.Count == await run.Queue.MarkDoneAsync(db, claim, done, now, cancel));
        }
    }

    /// <summary>Makes the row due again after a pause, or parks it when it failed too often.</summary>
    public async Task FailedAsync(Claim claim, WorkRow row, Exception error, CancellationToken cancel)
    {
        var failures = row.Attempts - row.Postponed;
        var note = Redaction.Describe(error);
        run.Log.LogWarning(
            "{Queue} {Kind} {Id} failed ({Failures} of {Max}): {Error}", run.Queue.Name, run.Kind.Kind, row.Id, failures, RetryPolicy.MaxFailures, note);
        run.Measures.WorkHandled(run.Kind.Kind, failures < RetryPolicy.MaxFailures ? "failed" : "parked", 1);
        await using var scope = run.Scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CharityDb>();
        if (failures < RetryPolicy.MaxFailures)
        {
            await run.Queue.MarkDueAsync(db, claim, row.Id, run.Now + RetryPolicy.Pause(failures), false, note, cancel);
            return;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await ParkAsync(scope.ServiceProvider, claim, row, note, failures, cancel))
        {
            await db.SaveChangesAsync(cancel);
            await transaction.CommitAsync(CancellationToken.None);
        }
    }

    /// <param name="failures">How often it failed before, for the finding; null where the handler has told staff in one of its own.</param>
    private async Task<bool> ParkAsync(IServiceProvider services, Claim claim, WorkRow row, string note, int? failures, CancellationToken cancel)
    {
        if (failures is { } number)
        {
            var detail = number == 0
                ? new KeptText(new TextKey("finding.work-waits"), ("kind", run.Kind.Kind), ("note", note))
                : new KeptText(new TextKey("finding.work-failed"), ("kind", run.Kind.Kind), ("number", number), ("note", note));
            await services.GetRequiredService<ExceptionLog>().RaiseAsync(
                new Finding(ExceptionKind.PoisonEvent, ExceptionSeverity.Critical, $"{run.Queue.Name}:{row.Id}", detail), cancel);
        }

        return await run.Queue.MarkParkedAsync(services.GetRequiredService<CharityDb>(), claim, row.Id, note, cancel);
    }
}
