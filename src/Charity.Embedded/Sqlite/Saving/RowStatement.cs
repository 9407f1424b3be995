using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Update;
using SQLitePCL;

namespace Charity.Embedded.Sqlite.Saving;

/// <summary>A prepared statement that writes rows of one shape.</summary>
internal sealed class RowStatement(sqlite3 db, RowShape shape) : IDisposable
{
    private readonly sqlite3_stmt statement = Prepare(db, shape.Sql());

    public bool Fits(IReadOnlyModificationCommand row) => shape.Fits(row);

    /// <summary>False when no row met the conditions.</summary>
    /// <exception cref="SqliteException">SQLite refused the row.</exception>
    public bool Write(IReadOnlyModificationCommand row)
    {
        try
        {
            Bind(row);
            var code = raw.sqlite3_step(statement);
            if (code == raw.SQLITE_ROW)
            {
                ReadBack(row);
                code = raw.sqlite3_step(statement);
            }

            if (code != raw.SQLITE_DONE)
            {
                SqliteException.ThrowExceptionForRC(raw.sqlite3_extended_errcode(db), db);
            }

            return row.EntityState == EntityState.Added || raw.sqlite3_changes(db) == 1;
        }
        finally
        {
            raw.sqlite3_reset(statement);
        }
    }

    public void Dispose() => statement.Dispose();

    private static sqlite3_stmt Prepare(sqlite3 db, string sql)
    {
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v3(db, sql, raw.SQLITE_PREPARE_PERSISTENT, out var statement), db);
        return statement;
    }

    private void Bind(IReadOnlyModificationCommand row)
    {
        var columns = row.ColumnModifications;
        var index = 0;
        for (var i = 0; i < columns.Count; i++)
        {
            if (columns[i].IsWrite)
            {
                Bind(++index, columns[i], columns[i].Value);
            }
        }

        for (var i = 0; i < columns.Count; i++)
        {
            if (columns[i].IsCondition)
            {
                Bind(++index, columns[i], columns[i].OriginalValue);
            }
        }
    }

    private void Bind(int index, IColumnModification column, object? value)
    {
        var converter = column.TypeMapping!.Converter;
        var code = RowValue.Bind(statement, index, converter is null ? value : converter.ConvertToProvider(value));
        if (code != raw.SQLITE_OK)
        {
            SqliteException.ThrowExceptionForRC(code, db);
        }
    }

    private void ReadBack(IReadOnlyModificationCommand row)
    {
        var columns = row.ColumnModifications;
        var index = 0;
        for (var i = 0; i < columns.Count; i++)
        {
            if (columns[i].IsRead)
            {
                columns[i].Value = raw.sqlite3_column_int64(statement, index++);
            }
        }
    }
}

/// <summary>The statements of one open connection, by shape.</summary>
internal sealed class RowStatements(GatedConnection connection)
{
    /// <summary>Shapes kept; a save meets a few dozen, and the first ones stay.</summary>
    private const int Limit = 200;

    private readonly Dictionary<int, List<RowStatement>> byHash = [];
    private RowStatement? last;
    private int count;

    public RowStatement For(IReadOnlyModificationCommand row)
    {
        if (last is { } same && same.Fits(row))
        {
            return same;
        }

        var hash = RowShape.HashOf(row);
        if (byHash.TryGetValue(hash, out var candidates))
        {
            foreach (var candidate in candidates)
            {
                if (candidate.Fits(row))
                {
                    return last = candidate;
                }
            }
        }

        return last = Add(hash, row);
    }

    public void Clear()
    {
        foreach (var statement in byHash.Values.SelectMany(statements => statements))
        {
            statement.Dispose();
        }

        byHash.Clear();
        last = null;
        count = 0;
    }

    private RowStatement Add(int hash, IReadOnlyModificationCommand row)
    {
        if (count >= Limit)
        {
            Clear();
        }

        var statement = new RowStatement(connection.Handle!, RowShape.Of(row));
        if (!byHash.TryGetValue(hash, out var sameHash))
        {
            byHash.Add(hash, sameHash = []);
        }

        sameHash.Add(statement);
        count++;
        return statement;
    }
}
