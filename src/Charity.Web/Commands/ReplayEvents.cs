using System.Globalization;
using Charity.Data;
using Charity.Operations;

namespace Charity.Web.Commands;

/// <summary><c>charity replay-inbox</c>: files stored events again and says of each what became of it.</summary>
internal sealed class ReplayEvents(UseCases useCases, TextWriter output)
{
    /// <summary>The choice that the words make, or null when they make none: reading everything again is never meant.</summary>
    public static ReplayChoice? Choice(IReadOnlyList<string> words)
    {
        var choice = new ReplayChoice(null, null, null, null, false);
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i] == "--dry-run")
            {
                choice = choice with { DryRun = true };
                continue;
            }

            if (i + 1 == words.Count || With(choice, words[i], words[++i]) is not { } more)
            {
                return null;
            }

            choice = more;
        }

        return choice with { DryRun = false } == new ReplayChoice(null, null, null, null, false) ? null : choice;
    }

    public async Task<int> RunAsync(ReplayChoice choice, CancellationToken cancel)
    {
        var counts = new SortedDictionary<ReplayVerdict, int>();
        for (long? after = 0; after is { } from;)
        {
            var page = await useCases.RunAsync<ReplayInbox, ReplayPage>(replay => replay.RunAsync(choice, from, cancel), cancel);
            foreach (var one in page.Events)
            {
                counts[one.Verdict] = counts.GetValueOrDefault(one.Verdict) + 1;
                await output.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{one.ReceivedAt:yyyy-MM-dd HH:mm:ss} {one.EventId} {one.Type}: {Said(one.Verdict)}{(one.Reason is null ? "" : " (" + one.Reason + ")")}"));
            }

            after = page.Next;
        }

        await output.WriteLineAsync(counts.Count == 0
            ? "No stored event fits that choice."
            : (choice.DryRun ? "Nothing was changed. It would be: " : "") + string.Join(", ", counts.Select(c => FormattableString.Invariant($"{c.Value} {Said(c.Key)}"))) + ".");
        return counts.Count == 0 ? AdminCommands.Refused : AdminCommands.Done;
    }

    private static ReplayChoice? With(ReplayChoice choice, string name, string value) => name switch
    {
        "--id" => choice with { EventId = value },
        "--type" => choice with { Type = value },
        "--from" => Time(value) is { } from ? choice with { From = from } : null,
        "--to" => Time(value) is { } to ? choice with { To = to } : null,
        _ => null,
    };

    private static DateTime? Time(string text)
        => DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static string Said(ReplayVerdict verdict) => verdict switch
    {
        ReplayVerdict.Filed => "filed again",
        ReplayVerdict.Waiting => "waits already",
        ReplayVerdict.NothingToDo => "nothing to do",
        ReplayVerdict.SetAside => "set aside by staff",
        ReplayVerdict.Quarantined => "quarantined",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, null),
    };
}
