using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Update;

namespace Charity.Embedded.Sqlite.Saving;

/// <summary>
/// The rows of one save, each written by a statement that is prepared once for its shape. EF's own batch for SQLite holds
/// one row: for every row it writes the SQL anew, makes a command, parameters and a reader, and has it compiled.
/// Rows of a shape not known here (<see cref="RowShape.IsPlain"/>) go EF's own way.
/// </summary>
internal sealed class SqliteBatch(ModificationCommandBatchFactoryDependencies dependencies) : ModificationCommandBatch
{
    /// <summary>Rows held before they are written; only a limit, as nothing is saved by more.</summary>
    private const int MaxRows = 1000;

    private readonly List<IReadOnlyModificationCommand> rows = [];
    private ModificationCommandBatch? single;
    private bool moreExpected;

    public override IReadOnlyList<IReadOnlyModificationCommand> ModificationCommands => single?.ModificationCommands ?? rows;

    public override bool RequiresTransaction => true;

    public override bool AreMoreBatchesExpected => single?.AreMoreBatchesExpected ?? moreExpected;

    public override bool TryAddCommand(IReadOnlyModificationCommand modificationCommand)
    {
        if (single is not null || rows.Count >= MaxRows)
        {
            return false;
        }

        if (RowShape.IsPlain(modificationCommand))
        {
            rows.Add(modificationCommand);
            return true;
        }

        if (rows.Count > 0)
        {
            return false;
        }

        single = new SingularModificationCommandBatch(dependencies);
        return single.TryAddCommand(modificationCommand);
    }

    public override void Complete(bool moreBatchesExpected)
    {
        moreExpected = moreBatchesExpected;
        single?.Complete(moreBatchesExpected);
    }

    public override void Execute(IRelationalConnection connection)
    {
        if (single is not null)
        {
            single.Execute(connection);
            return;
        }

        Write(connection, CancellationToken.None);
    }

    /// <summary>SQLite has no asynchronous writes: inside the transaction there is nothing to wait for.</summary>
    public override Task ExecuteAsync(IRelationalConnection connection, CancellationToken cancellationToken = default)
    {
        if (single is not null)
        {
            return single.ExecuteAsync(connection, cancellationToken);
        }

        Write(connection, cancellationToken);
        return Task.CompletedTask;
    }

    private void Write(IRelationalConnection connection, CancellationToken cancel)
    {
        var gated = (GatedConnection)connection.DbConnection;
        foreach (var row in rows)
        {
            cancel.ThrowIfCancellationRequested();
            try
            {
                if (!gated.Rows.For(row).Write(row))
                {
                    throw new DbUpdateConcurrencyException(
                        $"The row of {row.TableName} that was to be changed is gone, or another commit changed it first.", row.Entries);
                }
            }
            catch (Exception error) when (error is not DbUpdateException and not OperationCanceledException)
            {
                throw new DbUpdateException($"A row of {row.TableName} could not be saved.", error, row.Entries);
            }
        }
    }
}
