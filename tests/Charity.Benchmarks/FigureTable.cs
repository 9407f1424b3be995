using System.Globalization;
using System.Runtime.InteropServices;

namespace Charity.Benchmarks;

/// <summary>The table, as Markdown so that it can stand in the README as it is.</summary>
internal static class FigureTable
{
    private const double BytesPerGiB = 1024.0 * 1024 * 1024;

    private static readonly string[] Heads = ["what", "measured", "limit of the same run", "ratio", "aim"];

    internal static void Write(TextWriter output, IReadOnlyList<Figure> figures)
    {
        List<string[]> rows =
        [
            Heads,
            .. figures.Select(f => (string[])[
                f.What, f.Measured, f.Limit, Short(f.Ratio),
                f.Aim is { } aim ? Short(aim) + (f.Ratio >= aim ? ", reached" : ", not reached") : ""]),
        ];
        var widths = Enumerable.Range(0, Heads.Length).Select(i => rows.Max(row => row[i].Length)).ToList();
        for (var r = 0; r < rows.Count; r++)
        {
            output.WriteLine("| " + string.Join(" | ", rows[r].Select((cell, i) => cell.PadRight(widths[i]))) + " |");
            if (r == 0)
            {
                output.WriteLine("|" + string.Join('|', widths.Select(width => new string('-', width + 2))) + "|");
            }
        }
    }

    /// <summary>Cores and memory only: nothing else of a machine belongs into a public table.</summary>
    internal static string Machine() => string.Create(CultureInfo.InvariantCulture,
        $"{Environment.ProcessorCount} cores, {Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / BytesPerGiB):0} GB, .NET {Environment.Version.ToString(2)}, {RuntimeInformation.OSArchitecture}");

    internal static string PerSecond(double figure) => string.Create(CultureInfo.InvariantCulture, $"{figure:N0} a second");

    private static string Short(double figure) => figure.ToString(figure < 10 ? "0.##" : "0", CultureInfo.InvariantCulture);
}
