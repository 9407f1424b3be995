using System.Data.Common;
using Microsoft.Data.SqlClient;

namespace Charity.Production.SqlServer;

/// <summary>
/// What SQL Server's error numbers mean (https://learn.microsoft.com/sql/relational-databases/errors-events/database-engine-events-and-errors,
/// and for a cloud database https://learn.microsoft.com/azure/azure-sql/database/troubleshoot-common-errors-issues).
/// </summary>
internal static class SqlServerErrors
{
    public const int LockTimeout = 1222;

    /// <summary>Severity from which the server, or the client without one, closes the connection.</summary>
    private const byte ConnectionEnds = 20;

    /// <summary>A unique index (2601) or a constraint (2627) refused a row.</summary>
    private static readonly HashSet<int> Unique = [2601, 2627];

    private static readonly HashSet<int> Transient =
    [
        -2, // The answer took longer than the command's timeout.
        20, 64, 121, 233, 10053, 10054, 10060, // The connection broke, or could not be made just now.
        601, // The scan lost its place because rows moved.
        1204, 1205, LockTimeout, // Out of locks; chosen as deadlock victim; waited too long for a lock.
        3960, 3961, // A row changed since the snapshot was taken.
        4221, 615, // The database is being recovered or a replica is not ready.
        8628, 8645, 8651, 10928, 10929, // Memory or workers are taken.
        40143, 40197, 40501, 40540, 40613, 42108, 42109, 49918, 49919, 49920, // A cloud database moves or is busy.
    ];

    private static readonly HashSet<int> Unavailable =
    [
        -1, 2, 53, 258, 10061, 11001, // No server answers there.
        823, 824, 825, 832, // The disk returned an error, or other data than were written.
        926, 942, 945, 3313, 3414, 3908, 4060, 18452, 18456, // The database is closed or damaged, or lets us no more in.
        1101, 1105, 1827, 9002, 40544, // The files, the log or the edition's limit are full.
        976, 983, 3906, // It is, just now, a copy that takes no connection or no write: another node of the group does.
        17142, 6005, // The server is paused or shutting down.
    ];

    public static bool IsUniqueViolation(DbException error) => Any(error, Unique);

    /// <summary>
    /// A connection that ends may be one that broke or a server that is gone; nobody can tell, so it counts as both: tried
    /// again a few times, and then an outage.
    /// </summary>
    public static bool IsTransient(DbException error) => Any(error, Transient) || EndsConnection(error);

    public static bool IsUnavailable(DbException error) => Any(error, Unavailable) || EndsConnection(error);

    private static bool EndsConnection(DbException error) => error is SqlException { Class: >= ConnectionEnds };

    /// <summary>One failure brings several errors: a batch that was ended, say, after the one that ended it.</summary>
    private static bool Any(DbException error, HashSet<int> numbers)
        => error is SqlException failure && failure.Errors.Cast<SqlError>().Any(e => numbers.Contains(e.Number));
}
