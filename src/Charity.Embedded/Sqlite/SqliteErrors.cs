using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Charity.Embedded.Sqlite;

/// <summary>What SQLite's result codes mean (https://sqlite.org/rescode.html).</summary>
internal static class SqliteErrors
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int IoError = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;
    private const int ConstraintPrimaryKey = 1555;
    private const int ConstraintUnique = 2067;

    public static bool IsUniqueViolation(DbException error)
        => error is SqliteException { SqliteExtendedErrorCode: ConstraintUnique or ConstraintPrimaryKey };

    public static bool IsTransient(DbException error) => error is SqliteException { SqliteErrorCode: Busy or Locked };

    public static bool IsUnavailable(DbException error)
        => error is SqliteException { SqliteErrorCode: ReadOnly or IoError or Corrupt or Full or CannotOpen or NotADatabase };
}
