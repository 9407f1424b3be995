using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Update;

namespace Charity.Embedded.Sqlite.Saving;

/// <summary>What two rows have in common that the same statement writes: table, kind of change, and the part each column plays.</summary>
internal sealed class RowShape
{
    private readonly string table;
    private readonly EntityState state;
    private readonly (string Column, Part Part)[] columns;

    private RowShape(IReadOnlyModificationCommand row)
    {
        table = row.TableName;
        state = row.EntityState;
        columns = [.. row.ColumnModifications.Select(column => (column.ColumnName, PartOf(column)))];
    }

    [Flags]
    private enum Part
    {
        None = 0,
        Write = 1,
        Condition = 2,
        Read = 4,
    }

    /// <summary>
    /// True for a row that <see cref="RowStatement"/> writes: plain columns of the types we store, and nothing to read back
    /// but a key that SQLite made.
    /// </summary>
    public static bool IsPlain(IReadOnlyModificationCommand row)
    {
        if (row.StoreStoredProcedure is not null || row.Schema is not null
            || row.EntityState is not (EntityState.Added or EntityState.Modified or EntityState.Deleted))
        {
            return false;
        }

        var writes = false;
        foreach (var column in row.ColumnModifications)
        {
            writes |= column.IsWrite;
            if (column.JsonPath is not null || column.Column is not IColumn
                || ((column.IsWrite || column.IsCondition) && !(column.UseParameter && RowValue.CanBind(column.TypeMapping)))
                || (column.IsRead && !(row.EntityState == EntityState.Added && column.Property is { } key && key.ClrType == typeof(long) && key.GetValueConverter() is null)))
            {
                return false;
            }
        }

        return writes || row.EntityState == EntityState.Deleted;
    }

    /// <summary>A number that rows of the same shape share; others rarely.</summary>
    public static int HashOf(IReadOnlyModificationCommand row)
    {
        var hash = default(HashCode);
        hash.Add(RuntimeHelpers.GetHashCode(row.TableName));
        hash.Add((int)row.EntityState);
        var all = row.ColumnModifications;
        for (var i = 0; i < all.Count; i++)
        {
            // The model hands out the same string for the same column.
            hash.Add(RuntimeHelpers.GetHashCode(all[i].ColumnName));
            hash.Add((int)PartOf(all[i]));
        }

        return hash.ToHashCode();
    }

    public static RowShape Of(IReadOnlyModificationCommand row) => new(row);

    public bool Fits(IReadOnlyModificationCommand row)
    {
        var all = row.ColumnModifications;
        if (row.EntityState != state || row.TableName != table || all.Count != columns.Length)
        {
            return false;
        }

        for (var i = 0; i < columns.Length; i++)
        {
            if (all[i].ColumnName != columns[i].Column || PartOf(all[i]) != columns[i].Part)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The statement; its parameters are in the order of <see cref="RowStatement"/>: written values, then conditions.</summary>
    public string Sql()
    {
        var written = Names(Part.Write);
        var sql = new StringBuilder();
        switch (state)
        {
            case EntityState.Added:
                sql.Append("INSERT INTO ").Append(Quoted(table));
                sql.Append(" (").AppendJoin(", ", written).Append(") VALUES (").AppendJoin(", ", written.Select(_ => "?")).Append(')');
                if (Names(Part.Read) is { Count: > 0 } read)
                {
                    sql.Append(" RETURNING ").AppendJoin(", ", read);
                }

                return sql.ToString();
            case EntityState.Modified:
                sql.Append("UPDATE ").Append(Quoted(table)).Append(" SET ").AppendJoin(", ", written.Select(name => name + " = ?"));
                break;
            case EntityState.Deleted:
                sql.Append("DELETE FROM ").Append(Quoted(table));
                break;
            case EntityState.Detached:
            case EntityState.Unchanged:
            default:
                throw new InvalidOperationException($"A row in state {state} is not written.");
        }

        // IS compares NULL as a value.
        return sql.Append(" WHERE ").AppendJoin(" AND ", Names(Part.Condition).Select(name => name + " IS ?")).ToString();
    }

    private List<string> Names(Part part) => [.. columns.Where(c => c.Part.HasFlag(part)).Select(c => Quoted(c.Column))];

    private static Part PartOf(IColumnModification column)
        => (column.IsWrite ? Part.Write : Part.None) | (column.IsCondition ? Part.Condition : Part.None) | (column.IsRead ? Part.Read : Part.None);

    private static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
