using Charity.Data.Work;
using Hangfire;

namespace Charity.Production.Jobs;

/// <summary>
/// What a nudge asks for: everything that lies in the inbox and the outbox, now. It claims rows like any other run, so
/// two of them share the work; and it waits only for the kinds of work that it started itself, so that one slow kind never
/// takes more than one thread of a node.
/// </summary>
[Queue(JobOptions.RelayQueue)]
[AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Fail)]
internal sealed class RelayJobRun(Relay relay)
{
    [JobDisplayName("Inbox and outbox")]
    public async Task RunAsync(CancellationToken cancel)
    {
        await relay.RunWokenAsync(cancel);
        // What was in work has been handed back; another node takes the job.
        cancel.ThrowIfCancellationRequested();
    }
}
