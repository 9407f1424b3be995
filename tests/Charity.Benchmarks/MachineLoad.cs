using System.Globalization;

namespace Charity.Benchmarks;

/// <summary>What else the machine was doing: a figure taken on a busy machine must not pass for a quiet one's.</summary>
internal static class MachineLoad
{
    private const string LoadFile = "/proc/loadavg";

    /// <summary>Running processes for each core, averaged over the minute before, or "unknown" where the system does not say.</summary>
    internal static string AtStart { get; } = Read();

    private static string Read()
    {
        if (!File.Exists(LoadFile) || !double.TryParse(File.ReadAllText(LoadFile).Split(' ')[0], CultureInfo.InvariantCulture, out var load))
        {
            return "unknown";
        }

        var perCore = load / Environment.ProcessorCount;
        return string.Create(CultureInfo.InvariantCulture, $"{perCore:0.0} a core{(perCore > 0.5 ? " (busy: take these figures as a lower bound)" : "")}");
    }
}
