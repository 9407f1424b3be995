using System.Runtime.CompilerServices;
using Charity.Data;

namespace Charity.Testing;

/// <summary>
/// A migrated database that one test has for itself, and what a test does to one from outside the program. On SQL Server
/// where <c>CHARITY_TEST_SQLSERVER</c> holds a connection and the build knows SQL Server (the Production edition), on
/// SQLite otherwise; no test asks which.
/// </summary>
public abstract class TestDatabase : IAsyncDisposable
{
    /// <summary>How the application under test reaches it.</summary>
    public abstract DatabaseOptions Options { get; }

    /// <summary>By which another process finds it: see <see cref="Attach(string)"/>.</summary>
    public virtual string Name => throw NotKnown();

    /// <summary>A path where a back-up of it may be written; it is gone with the tests.</summary>
    public virtual string NewCopyPath() => Path.Combine(Path.GetTempPath(), $"charity-{Guid.NewGuid():N}.bak");

    /// <summary>A fresh one.</summary>
#if PRODUCTION_EDITION
    public static async Task<TestDatabase> CreateAsync()
        => SqlServerTestDatabase.IsWanted ? await SqlServerTestDatabase.RentAsync() : await SqliteTestDatabase.CopyTemplateAsync();
#else
    public static async Task<TestDatabase> CreateAsync() => await SqliteTestDatabase.CopyTemplateAsync();
#endif

    /// <summary>A database that another host or process has, for a second node; whoever made it ends it.</summary>
#if PRODUCTION_EDITION
    public static TestDatabase Attach(string name)
        => SqlServerTestDatabase.IsWanted ? SqlServerTestDatabase.AttachTo(name) : SqliteTestDatabase.AttachTo(name);
#else
    public static TestDatabase Attach(string name) => SqliteTestDatabase.AttachTo(name);
#endif

    /// <summary>Where no database is yet.</summary>
#if PRODUCTION_EDITION
    public static DatabaseOptions NotThereYet()
        => SqlServerTestDatabase.IsWanted ? SqlServerTestDatabase.OptionsOfNew() : SqliteTestDatabase.OptionsOfNew();
#else
    public static DatabaseOptions NotThereYet() => SqliteTestDatabase.OptionsOfNew();
#endif

    /// <inheritdoc cref="Attach(string)"/>
    public TestDatabase Attach() => Attach(Name);

    /// <summary>A further one that begins as this one is now; nobody writes to this one meanwhile.</summary>
    public virtual Task<TestDatabase> CopyAsync() => throw NotKnown();

    /// <summary>
    /// Changes rows behind the program's back, as someone would who opens the database with a tool of their own and takes
    /// triggers and constraints away first; they stay away.
    /// </summary>
    /// <param name="sql">In the dialect that the engines share.</param>
    public virtual Task TamperAsync(string sql) => throw NotKnown();

    /// <summary>Puts one that does nothing in the place of a trigger.</summary>
    public virtual Task WeakenTriggerAsync(string name, string table) => throw NotKnown();

    /// <summary>Refuses every new row of the table until disposed.</summary>
    public virtual Task<IAsyncDisposable> RefuseRowsAsync(string table) => throw NotKnown();

    /// <summary>Takes a table away under its name until disposed.</summary>
    public virtual Task<IAsyncDisposable> HideTableAsync(string table) => throw NotKnown();

    /// <summary>Holds the lock that keeps others from writing, as another process would, until disposed.</summary>
    public virtual IDisposable Lock() => throw NotKnown();

    /// <summary>Leaves so much room on the disk that the database stands on.</summary>
    /// <param name="contexts">Makes contexts of the host under test.</param>
    /// <param name="pages">Pages that are free; from a thousand on, enough for everything.</param>
    public virtual Task LeaveRoomAsync(Func<CharityDb> contexts, int pages) => throw NotKnown();

    public abstract ValueTask DisposeAsync();

    private NotSupportedException NotKnown([CallerMemberName] string what = "") => new($"{GetType().Name} knows no {what}: it serves measurements only.");
}
