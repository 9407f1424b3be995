using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Charity.Benchmarks.Intake;

/// <summary>
/// How often a second a written page can be forced to the disk: the limit of every durable commit. In place and by
/// <c>fdatasync</c> where there is one, as SQLite does with a write-ahead log that has its size.
/// </summary>
internal static class DiskSyncs
{
    private const int Size = 4 * 1024 * 1024;

    private static readonly TimeSpan Time = TimeSpan.FromSeconds(1);

    public static double PerSecond(string folder)
    {
        var page = new byte[4096];
        var path = Path.Combine(folder, "syncs");
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write, options: FileOptions.DeleteOnClose);
        RandomAccess.Write(file, new byte[Size], 0);
        RandomAccess.FlushToDisk(file);
        var done = 0;
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < Time)
        {
            RandomAccess.Write(file, page, done * (long)page.Length % Size);
            Sync(file);
            done++;
        }

        return done / clock.Elapsed.TotalSeconds;
    }

    private static void Sync(SafeFileHandle file)
    {
        if (!OperatingSystem.IsLinux())
        {
            RandomAccess.FlushToDisk(file);
        }
        else if (FlushData(file) != 0)
        {
            throw new IOException($"fdatasync: error {Marshal.GetLastPInvokeError()}");
        }
    }

#pragma warning disable SYSLIB1054 // The generated kind needs unsafe code in this project for one call.
    [DllImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int FlushData(SafeFileHandle file);
#pragma warning restore SYSLIB1054
}
