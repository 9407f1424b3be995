using System.Globalization;
using Charity.Data.Work;
using Hangfire;
using Hangfire.Server;
using Microsoft.Extensions.Logging;

namespace Charity.Production.Jobs;

/// <summary>An entry of the timetable failed; its row says when it is tried again.</summary>
public sealed class TimetableEntryFailedException(string message) : Exception(message);

/// <summary>
/// One entry of the timetable as Hangfire runs it. Whether it runs is decided by our row: claimed by a lease, so that
/// neither two nodes nor a person beside them run it twice at once, with a lock that lives as long as the row and not as
/// long as a job store's connection. Hence no <c>DisableConcurrentExecution</c>; and as the row counts failures and plans
/// the next try, no retries by Hangfire.
/// </summary>
[Queue(JobOptions.TimetableQueue)]
[AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Fail)]
internal sealed class TimetableEntryJob(Timetable timetable, TimeProvider time, ILogger<TimetableEntryJob> log)
{
    /// <returns>What became of it, for the dashboard.</returns>
    [JobDisplayName("{0}")]
    public async Task<string> RunAsync(string name, PerformContext? context, CancellationToken cancel)
    {
        var person = context?.GetJobParameter<string?>(Starter.Parameter);
        if (person is not null)
        {
            log.LogInformation("Job {Job} was started by hand by {Person}", name, person);
        }

        var run = await timetable.RunAsync(name, person is not null, cancel);
        if (context is not null && (await timetable.PlansAsync(cancel)).SingleOrDefault(plan => plan.Name == name) is { } plan)
        {
            NextTime.Show(context.Connection, name, NextTime.Of(plan, time));
        }

        return run.Outcome switch
        {
            TimetableOutcome.Done => "Done.",
            TimetableOutcome.NotDue => "Not due: another node was quicker.",
            TimetableOutcome.Running => "A run of it is under way already.",
            TimetableOutcome.Failed => throw new TimetableEntryFailedException(run.Error ?? "No reason given."),
            TimetableOutcome.Unknown => throw new TimetableEntryFailedException(string.Create(CultureInfo.InvariantCulture, $"This version of the program has no job '{name}'.")),
            _ => throw new InvalidOperationException($"{run.Outcome} is not known here."),
        };
    }
}
