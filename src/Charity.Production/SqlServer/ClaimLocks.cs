using System.Data.Common;
using System.Text.RegularExpressions;
using Charity.Data;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Charity.Production.SqlServer;

/// <summary>
/// Lets nodes claim work side by side: the inner SELECT of a claim locks the rows it takes and passes over those that
/// another node is just taking, in place of waiting for it and finding nothing left.
/// </summary>
internal sealed partial class ClaimLocks : DbCommandInterceptor
{
    public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result)
    {
        Lock(command);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Lock(command);
        return ValueTask.FromResult(result);
    }

    internal static string WithLocks(string sql)
        => InnerTable().Replace(sql, "$0 WITH (UPDLOCK, READPAST, ROWLOCK)", 1);

    private static void Lock(DbCommand command)
    {
        if (command.CommandText.StartsWith($"-- {SqlTags.Claim}", StringComparison.Ordinal))
        {
#pragma warning disable CA2100 // EF Core's own text with a hint added.
            command.CommandText = WithLocks(command.CommandText);
#pragma warning restore CA2100
        }
    }

    /// <summary>The table that the claim's SELECT TOP reads.</summary>
    [GeneratedRegex(@"(?<=SELECT TOP\([^)]+\)[^;]*?)FROM \[\w+\] AS \[\w+\]", RegexOptions.CultureInvariant)]
    private static partial Regex InnerTable();
}
