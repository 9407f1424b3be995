using System.Data.Common;
using System.Reflection;
using Charity.Data;
using Microsoft.Extensions.Options;

namespace Charity.Operations;

/// <summary>What the database takes and what is left beside it.</summary>
/// <param name="DatabaseBytes">Size of the database's files; null where a server keeps it.</param>
/// <param name="FreeBytes">What is left on their disk; null where a server watches its own.</param>
public sealed record Storage(long? DatabaseBytes, long? FreeBytes);

/// <summary>Looks at the disk of a database that is a file of ours.</summary>
public sealed class ReadStorage(IOptions<DatabaseOptions> options)
{
    /// <summary>The program's version as it was built.</summary>
    public static string Version
        => typeof(ReadStorage).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    public Storage Run()
    {
        if (options.Value.Engine != DatabaseEngineName.Sqlite
            || !new DbConnectionStringBuilder { ConnectionString = options.Value.ConnectionString }.TryGetValue("Data Source", out var source)
            || Path.GetFullPath((string)source) is not { } file || Path.GetDirectoryName(file) is not { } folder)
        {
            return new Storage(null, null);
        }

        // The write-ahead log is part of it; it may come and go while we look.
        var size = new[] { file, file + "-wal" }.Select(name => new FileInfo(name)).Where(info => info.Exists).Sum(info => info.Length);
        return new Storage(size, new DriveInfo(folder).AvailableFreeSpace);
    }
}
