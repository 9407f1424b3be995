using System.ComponentModel.DataAnnotations;

namespace Charity.Data;

public enum DatabaseEngineName
{
    Sqlite,
    SqlServer,
}

/// <summary>How far a commit has got when it is reported done (SQLite's <c>synchronous</c>).</summary>
public enum CommitDurability
{
    /// <summary>On the disk: survives a power cut.</summary>
    Full,

    /// <summary>With the operating system: survives the end of the process; a power cut may lose the last commits.</summary>
    Normal,

    /// <summary>For tests and trial data only.</summary>
    Off,
}

/// <summary>Where the data are.</summary>
public sealed class DatabaseOptions
{
    public const string Section = "Database";

    /// <summary><c>Sqlite</c> in every edition, <c>SqlServer</c> in Production.</summary>
    public DatabaseEngineName Engine { get; set; } = DatabaseEngineName.Sqlite;

    /// <summary>For SQLite <c>Data Source=/var/lib/charity/charity.db</c>.</summary>
    [Required]
    public string ConnectionString { get; set; } = "";

    /// <summary>SQLite only.</summary>
    public CommitDurability Durability { get; set; } = CommitDurability.Full;

    /// <summary>Seconds to wait for a lock that another process holds, before the use case starts again.</summary>
    [Range(0, 60)]
    public int BusyTimeoutSeconds { get; set; } = 5;
}
