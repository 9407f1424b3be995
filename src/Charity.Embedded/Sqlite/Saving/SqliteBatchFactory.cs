using Microsoft.EntityFrameworkCore.Update;

namespace Charity.Embedded.Sqlite.Saving;

/// <summary>Has EF Core write its rows through <see cref="SqliteBatch"/>.</summary>
internal sealed class SqliteBatchFactory(ModificationCommandBatchFactoryDependencies dependencies) : IModificationCommandBatchFactory
{
    public ModificationCommandBatch Create() => new SqliteBatch(dependencies);
}
