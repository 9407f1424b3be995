using System.Data;
using System.Data.Common;
using System.Globalization;
using Charity.Data;
using Charity.Data.Audit;
using Microsoft.EntityFrameworkCore;

namespace Charity.Ledger;

/// <summary>
/// Asks whether the books hold: every invariant as one query over everything, then the hash chains of the books and of the audit. Reads only. Runs
/// nightly, before a close, and after every test.
/// </summary>
public sealed class VerifyLedger(CharityDb db, TimeProvider time)
{
    /// <summary>How long after payment a gift's balance transaction may be missing.</summary>
    public static readonly TimeSpan TransactionGrace = TimeSpan.FromDays(3);

    /// <summary>How long a gift may wait for its receipt: the relay needs seconds, a stopped node minutes.</summary>
    public static readonly TimeSpan ReceiptGrace = TimeSpan.FromHours(1);

    /// <summary>How long an entry may wait for its seal.</summary>
    public static readonly TimeSpan SealGrace = TimeSpan.FromHours(3);

    /// <summary>Breaches of one invariant that are named; the rest are a number.</summary>
    private const int MaxNamed = 100;

    /// <summary>What is broken; empty when the books hold.</summary>
    public async Task<IReadOnlyList<Breach>> RunAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var breaches = new List<Breach>();
        await db.Database.OpenConnectionAsync(cancel);
        try
        {
            foreach (var invariant in LedgerSql.All)
            {
                await QueryAsync(invariant, now, breaches, cancel);
            }
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }

        breaches.AddRange(await new ChainCheck(db).RunAsync(cancel));
        if (await AuditChain.FirstBreakAsync(db, cancel) is { } broken)
        {
            breaches.Add(new Breach("I17", "audit:chain", broken));
        }

        return breaches;
    }

    private async Task QueryAsync(Invariant invariant, DateTime now, List<Breach> breaches, CancellationToken cancel)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        // The texts are constants of this program; what varies comes as parameters.
#pragma warning disable CA2100
        command.CommandText = invariant.Sql;
#pragma warning restore CA2100
        command.CommandTimeout = 0;
        Bind(command, "@transaction_due", now - TransactionGrace);
        Bind(command, "@receipt_due", now - ReceiptGrace);
        Bind(command, "@seal_due", now - SealGrace);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        for (var found = 0; await reader.ReadAsync(cancel); found++)
        {
            if (found == MaxNamed)
            {
                breaches.Add(new Breach(invariant.Name, invariant.RowType + ":more", $"More than {MaxNamed} rows break this."));
                return;
            }

            breaches.Add(new Breach(invariant.Name, $"{invariant.RowType}:{Text(reader, 0)}", Describe(reader)));
        }
    }

    private static void Bind(DbCommand command, string name, DateTime value)
    {
        if (!command.CommandText.Contains(name, StringComparison.Ordinal))
        {
            return;
        }

        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        // SQL Server would take a plain time for one of three milliseconds' grain.
        parameter.DbType = DbType.DateTime2;
        parameter.Value = value;
        command.Parameters.Add(parameter);
    }

    private static string Describe(DbDataReader reader)
        => string.Join(", ", Enumerable.Range(1, reader.FieldCount - 1).Select(i => $"{reader.GetName(i)} {Text(reader, i)}"));

    /// <summary>Ids are 16 big-endian bytes on both engines.</summary>
    private static string Text(DbDataReader reader, int column) => reader.GetValue(column) switch
    {
        byte[] { Length: 16 } id => new Guid(id, bigEndian: true).ToString(),
        DBNull => "none",
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        var other => other.ToString() ?? "",
    };
}
