using System.Data.Common;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Charity.Production.SqlServer;

/// <summary>
/// Lets nodes claim work side by side. A claim is an UPDATE of the first rows of a table: its inner SELECT locks the rows
/// it takes, so that no other claim reads them as free, and passes over those that another node is just taking, in place
/// of waiting for it and finding nothing left.
/// </summary>
internal sealed partial class ClaimLocks : DbCommandInterceptor
{
    private const string Hints = " WITH (UPDLOCK, READPAST, ROWLOCK)";

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

    private static void Lock(DbCommand command)
    {
        if (FirstRows().Match(command.CommandText) is { Success: true, Groups: { } groups } && groups["outer"].Value == groups["inner"].Value)
        {
            var table = groups["read"];
#pragma warning disable CA2100 // EF Core's own text with a hint added.
            command.CommandText = command.CommandText.Insert(table.Index + table.Length, Hints);
#pragma warning restore CA2100
        }
    }

    /// <summary>EF Core's form of <c>OrderBy(…).Take(…).ExecuteUpdate(…)</c>; a test reads that it still is.</summary>
    [GeneratedRegex(
        @"\AUPDATE \[\w+\]\s+SET [^;]*?\s+FROM \[(?<outer>\w+)\] AS \[\w+\]\s+INNER JOIN \(\s+SELECT TOP\([^)]+\)[^;]*?\s(?<read>FROM \[(?<inner>\w+)\] AS \[\w+\])",
        RegexOptions.CultureInvariant)]
    private static partial Regex FirstRows();
}
