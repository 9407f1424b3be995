using System.Text;
using Microsoft.EntityFrameworkCore.SqlServer.Update.Internal;
using Microsoft.EntityFrameworkCore.Update;

namespace Charity.Production.SqlServer;

/// <summary>
/// Rows whose number the server gives are inserted one statement each, in one round trip. EF Core would join them in a
/// MERGE from the second row on, whose locks differ with the plan and which met deadlocks where two nodes insert into one
/// index; an INSERT locks what it writes and nothing else.
/// </summary>
#pragma warning disable EF1001 // The generator is not a public interface of EF Core; a test reads what it writes.
internal sealed class PlainInserts(UpdateSqlGeneratorDependencies dependencies) : SqlServerUpdateSqlGenerator(dependencies)
{
    public override ResultSetMapping AppendBulkInsertOperation(
        StringBuilder commandStringBuilder,
        IReadOnlyList<IReadOnlyModificationCommand> modificationCommands,
        int commandPosition,
        out bool requiresTransaction)
    {
        if (modificationCommands[0].ColumnModifications.All(column => !column.IsRead))
        {
            // Nothing comes back: one INSERT with many rows.
            return base.AppendBulkInsertOperation(commandStringBuilder, modificationCommands, commandPosition, out requiresTransaction);
        }

        requiresTransaction = modificationCommands.Count > 1;
        var mapping = ResultSetMapping.NoResults;
        for (var i = 0; i < modificationCommands.Count; i++)
        {
            mapping = AppendInsertOperation(commandStringBuilder, modificationCommands[i], commandPosition + i, out var alone);
            requiresTransaction |= alone;
        }

        return mapping;
    }
}
#pragma warning restore EF1001
