using Charity.Data.Work;
using Hangfire.Common;
using Hangfire.Storage;

namespace Charity.Production.Jobs;

/// <summary>
/// When a recurring job runs next, as our row has it, shown in place of Hangfire's own reckoning from the cron line.
/// </summary>
internal static class NextTime
{
    /// <summary>UTC, real time. Business time may stand or have been moved: what is left of it is counted from now.</summary>
    public static DateTime Of(TimetablePlan plan, TimeProvider time)
        => TimeProvider.System.GetUtcNow().UtcDateTime + (plan.NextDue - time.GetUtcNow().UtcDateTime);

    public static void Show(IStorageConnection connection, string name, DateTime next)
    {
        using var transaction = connection.CreateWriteTransaction();
        transaction.SetRangeInHash($"recurring-job:{name}", [new("NextExecution", JobHelper.SerializeDateTime(next))]);
        transaction.Commit();
    }
}
