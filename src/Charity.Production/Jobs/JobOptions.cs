using System.ComponentModel.DataAnnotations;
using Charity.Data;

namespace Charity.Production.Jobs;

/// <summary>How this node takes part in the background work. What is due, and who may do it, stands in our own rows.</summary>
internal sealed class JobOptions
{
    public const string Section = "Jobs";

    /// <summary>Queue of the runs that a nudge asks for.</summary>
    public const string RelayQueue = "relay";

    /// <summary>Queue of the timetable's entries.</summary>
    public const string TimetableQueue = "timetable";

    /// <summary>Threads for each queue that this node works on. 0: it serves pages only and leaves the work to other nodes.</summary>
    [Range(0, 100)]
    public int Workers { get; set; } = 10;

    /// <summary>Queues that this node works on, separated by commas; each must be worked on by some node.</summary>
    public string Queues { get; set; } = $"{RelayQueue},{TimetableQueue}";

    /// <summary>Hours for which the dashboard remembers a run that ended.</summary>
    [Range(1, 24 * 30)]
    public int KeepHours { get; set; } = 24;

    /// <summary>
    /// Seconds that work in progress has to hand its rows back when the node stops. A mail that is being handed over may
    /// take 30; the process itself waits for 55.
    /// </summary>
    [Range(1, 50)]
    public int StopSeconds { get; set; } = 45;

    /// <summary>Schema of the job store's tables on SQL Server.</summary>
    [RegularExpression("[A-Za-z][A-Za-z0-9_]{0,62}", ErrorMessage = "must be the name of a schema: letters, digits and underscores.")]
    public string Schema { get; set; } = "jobs";

    public IReadOnlyList<string> QueueNames => Queues.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public static IEnumerable<string> Faults(JobOptions options)
    {
        var variable = Settings.Variable(Section, nameof(Queues));
        if (options.QueueNames.Count == 0)
        {
            yield return $"{variable} names no queue; a node without work has {Settings.Variable(Section, nameof(Workers))} 0.";
        }

        foreach (var queue in options.QueueNames.Where(queue => queue is not (RelayQueue or TimetableQueue)))
        {
            yield return $"{variable} names '{queue}', which is not a queue: there are {RelayQueue} and {TimetableQueue}.";
        }
    }
}
