using Hangfire;
using Hangfire.Client;
using Hangfire.Common;
using Hangfire.States;

namespace Charity.Production.Jobs;

/// <summary>Who asked for a job, written into the job itself: the timetable, or a member of staff by the dashboard.</summary>
internal static class Starter
{
    /// <summary>Parameter of a job that a person started: their id. Absent where the timetable did.</summary>
    public const string Parameter = "StartedBy";

    /// <summary>
    /// Our own filters only: Hangfire's global ones belong to the process, and its retries would come on top of those that
    /// our rows count.
    /// </summary>
    public static IJobFilterProvider Filters { get; } = new JobFilterProviderCollection(
        new JobFilterCollection { new StatisticsHistoryAttribute() }, new JobFilterAttributeFilterProvider());

    /// <summary>Makes jobs that carry the name of who asked for them.</summary>
    public sealed class Factory(string person) : IBackgroundJobFactory
    {
        private readonly BackgroundJobFactory inner = new(Filters);

        public IStateMachine StateMachine => inner.StateMachine;

        public BackgroundJob? Create(CreateContext context)
        {
            context.Parameters[Parameter] = person;
            return inner.Create(context);
        }
    }

    /// <summary>Starts an old job again ("Requeue") in the name of the person who asks, so that it runs due or not.</summary>
    public sealed class Client(JobStorage storage, string person) : IBackgroundJobClient
    {
        private readonly BackgroundJobClient inner = new(storage, Filters);

        public string? Create(Job job, IState state) => inner.Create(job, state);

        public bool ChangeState(string jobId, IState state, string? expectedState)
        {
            if (state is EnqueuedState)
            {
                using var connection = storage.GetConnection();
                connection.SetJobParameter(jobId, Parameter, SerializationHelper.Serialize(person, SerializationOption.User));
            }

            return inner.ChangeState(jobId, state, expectedState);
        }
    }
}
