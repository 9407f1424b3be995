using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Charity.Benchmarks.Settling;

/// <summary>
/// Makes a large store out of a small one: copies every settled gift with all that hangs on it (donor, event, message,
/// transaction, entry, postings, receipt, mail), each copy with ids of its own, by SQL alone. One gift came a minute before
/// the next, as in life, where neither ids nor times repeat. The books still balance, so the nightly check can be run over
/// them.
/// </summary>
internal static class StoredGifts
{
    /// <summary>Copies of the whole base in one transaction.</summary>
    private const int CopiesAtOnce = 50;

    /// <summary>So long before the first gift that was not copied.</summary>
    private const string Ago = "'-' || (:c * :base - b.k) || ' minutes'";

    /// <summary>Columns that must differ in a copy; <c>:c</c> is the copy's number, <c>b.k</c> the gift's place in the base.</summary>
    private static readonly (string Table, string Join, (string Column, string Value)[] Differs)[] Tables =
    [
        ("donor", "t.id = b.donor", [("id", "b_id(1)"), ("email_key", "t.email_key || ':' || :c"), ("email", "t.email || ':' || :c")]),
        ("donation", "t.id = b.gift",
        [
            ("id", "b_id(2)"), ("donor_id", "b_id(1)"), ("attempt", "t.attempt || ':' || :c"), ("session_id", "t.session_id || ':' || :c"),
            ("payment_intent_id", "t.payment_intent_id || ':' || :c"), ("charge_id", "t.charge_id || ':' || :c"), ("token_hash", "randomblob(32)"),
        ]),
        ("stripe_txn", "t.source_id = b.charge", [("id", "t.id || ':' || :c"), ("source_id", "t.source_id || ':' || :c")]),
        ("entry", "t.id = b.entry",
            [("id", "b_entry"), ("source_id", "t.source_id || ':' || :c"), ("sequence", "null"), ("hash", "null")]),
        ("posting", "t.entry_id = b.entry", [("entry_id", "b_entry")]),
        ("receipt", "t.donation_id = b.gift",
        [
            ("id", "b_id(3)"), ("donation_id", "b_id(2)"), ("sequence", "t.sequence + :c * :base"), ("number", "t.number || ':' || :c"),
            ("token_hash", "randomblob(32)"), ("check_token_hash", "randomblob(32)"),
        ]),
        ("mail", "t.donation_id = b.gift", [("id", "b_id(4)"), ("donation_id", "b_id(2)"), ("subject", "t.subject || ':' || :c"), ("state", "'Sent'")]),
        ("inbox_event", "t.object_id = b.session", [("id", "null"), ("event_id", "t.event_id || ':' || :c"), ("object_id", "t.object_id || ':' || :c")]),
        ("outbox_message", "t.subject = b.subject", [("id", "null"), ("subject", "t.subject || ':' || :c"), ("state", "'Done'")]),
    ];

    /// <param name="connectionString">Of a file that nobody writes meanwhile.</param>
    /// <param name="target">Gifts that shall be stored in the end, a multiple of those that are.</param>
    /// <param name="only">Tables to copy where not all are needed, each with further columns that differ in a copy.</param>
    public static async Task MultiplyAsync(
        string connectionString, int target, CancellationToken cancel, IReadOnlyDictionary<string, (string Column, string Value)[]>? only = null)
    {
        await using var connection = new SqliteConnection(connectionString + ";Pooling=False");
        await connection.OpenAsync(cancel);
        await RunAsync(connection, "pragma synchronous = off; pragma cache_size = -800000; pragma temp_store = memory; pragma foreign_keys = off", cancel);
        await RunAsync(
            connection,
            """
            create temp table base as
            select row_number() over (order by d.id) as k, d.id as gift, d.donor_id as donor, d.charge_id as charge, d.session_id as session,
                   lower(hex(d.id)) as subject, e.id as entry
            from donation d
            join stripe_txn t on t.source_id = d.charge_id
            join entry e on e.source_id = t.id and e.source_type = 'stripe_txn'
            where d.status = 'Succeeded';
            create index temp.base_gift on base(gift);
            create temp table size as select count(*) as gifts, max(entry) as top from base
            """,
            cancel);
        var stored = await ScalarAsync(connection, "select gifts from temp.size", cancel);
        var inserts = new List<string>();
        foreach (var (table, join, differs) in Tables.Where(t => only?.ContainsKey(t.Table) != false))
        {
            inserts.Add(await InsertAsync(connection, table, join, [.. only?[table] ?? [], .. differs], cancel));
        }

        for (long copy = 1; copy < target / stored; copy += CopiesAtOnce)
        {
            await using var transaction = (SqliteTransaction)await connection.BeginTransactionAsync(cancel);
            for (var c = copy; c < Math.Min(copy + CopiesAtOnce, target / stored); c++)
            {
                foreach (var insert in inserts)
                {
                    await using var command = connection.CreateCommand();
                    command.Transaction = transaction;
#pragma warning disable CA2100 // Made of the schema and the constants above.
                    command.CommandText = insert;
#pragma warning restore CA2100
                    command.Parameters.AddWithValue(":c", c);
                    command.Parameters.AddWithValue(":base", stored);
                    await command.ExecuteNonQueryAsync(cancel);
                }
            }

            await transaction.CommitAsync(cancel);
        }

        await RunAsync(
            connection,
            """
            update campaign_total set
              raised_minor = coalesce((select sum(d.amount_minor - d.covered_fee_minor) from donation d
                where d.campaign_id = campaign_total.campaign_id and d.currency = campaign_total.currency and d.status = 'Succeeded'), 0),
              gifts = (select count(*) from donation d
                where d.campaign_id = campaign_total.campaign_id and d.currency = campaign_total.currency and d.status = 'Succeeded'),
              donors = (select count(distinct d.donor_id) from donation d
                where d.campaign_id = campaign_total.campaign_id and d.currency = campaign_total.currency and d.status = 'Succeeded');
            update receipt_series set next = 1 + (select max(r.sequence) from receipt r where r.legal_entity_id = receipt_series.legal_entity_id and r.year = receipt_series.year)
            """,
            cancel);
    }

    private static async Task<string> InsertAsync(
        SqliteConnection connection, string table, string join, (string Column, string Value)[] differs, CancellationToken cancel)
    {
        var columns = new List<string>();
        await using (var info = connection.CreateCommand())
        {
            info.CommandText = "select name from pragma_table_info($table)";
            info.Parameters.AddWithValue("$table", table);
            await using var reader = await info.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel))
            {
                columns.Add(reader.GetString(0));
            }
        }

        var values = columns.Select(column => Array.Find(differs, d => d.Column == column) is { Value: { } value } ? Expand(value) : Aged(column));
        return $"insert into {table} ({string.Join(", ", columns)}) select {string.Join(", ", values)} from temp.base b join {table} t on {join}";
    }

    private static string Aged(string column)
        => column.EndsWith("_at", StringComparison.Ordinal) || column == "available_on" ? $"strftime('%Y-%m-%d %H:%M:%f', t.{column}, {Ago})"
            : column == "effective_date" ? $"date(t.{column}, {Ago})"
            : "t." + column;

    /// <summary>Ids of a copy: version 7 in form, in the order of copy and place, told apart by what they are of.</summary>
    private static string Expand(string value) => value switch
    {
        "b_entry" => "(select top from temp.size) + (:c - 1) * :base + b.k",
        _ when value.StartsWith("b_id(", StringComparison.Ordinal) => string.Create(
            CultureInfo.InvariantCulture, $"unhex(printf('019b%08x7%03d8%015x', :c * :base + b.k, {value["b_id(".Length..^1]}, :c * :base + b.k))"),
        _ => value,
    };

    private static async Task RunAsync(SqliteConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static async Task<long> ScalarAsync(SqliteConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        return (long)(await command.ExecuteScalarAsync(cancel))!;
    }
}
