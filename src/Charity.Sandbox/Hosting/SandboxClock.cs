using System.Globalization;
using Charity.Sandbox.Clock;

namespace Charity.Sandbox.Hosting;

/// <summary>
/// The one clock of both hosts, which remembers over a restart how far it was moved: otherwise yesterday's advance by a
/// month would leave rows that are due in a month's time.
/// </summary>
internal static class SandboxClock
{
    /// <summary>Real time, or where the clock would stand now had the process not ended.</summary>
    internal static VirtualClock Open(string file)
    {
        var real = TimeProvider.System.GetUtcNow();
        var clock = new VirtualClock(real + Read(file), running: true);
        clock.Changed += (_, _) => Keep(file, clock.GetUtcNow() - TimeProvider.System.GetUtcNow());
        return clock;
    }

    internal static TimeSpan Read(string file)
        => File.Exists(file) && TimeSpan.TryParseExact(File.ReadAllText(file), "c", CultureInfo.InvariantCulture, out var kept) && kept > TimeSpan.Zero
            ? kept
            : TimeSpan.Zero;

    private static void Keep(string file, TimeSpan ahead)
    {
        if (!Directory.Exists(Path.GetDirectoryName(file)))
        {
            return;
        }

        var beside = file + ".new";
        File.WriteAllText(beside, ahead.ToString("c", CultureInfo.InvariantCulture));
        File.Move(beside, file, overwrite: true);
    }
}
