using Charity.Data;

namespace Charity.Testing;

/// <summary>
/// A migrated database that one test has for itself. Which engine: SQLite; a further engine is a further subclass, picked
/// in <see cref="CreateAsync"/>.
/// </summary>
public abstract class TestDatabase : IAsyncDisposable
{
    /// <summary>How the application under test reaches it.</summary>
    public abstract DatabaseOptions Options { get; }

    /// <summary>A path where a back-up of it may be written; it is gone with the tests.</summary>
    public virtual string NewCopyPath() => Path.Combine(Path.GetTempPath(), $"charity-{Guid.NewGuid():N}.bak");

    public static async Task<TestDatabase> CreateAsync() => await SqliteTestDatabase.CopyTemplateAsync();

    public abstract ValueTask DisposeAsync();
}
