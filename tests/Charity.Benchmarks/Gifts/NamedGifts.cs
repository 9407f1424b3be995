using System.Globalization;
using Charity.Languages;
using Microsoft.Data.Sqlite;

namespace Charity.Benchmarks.Gifts;

/// <summary>
/// Gives stored gifts donors as in life: four gifts to each, names that repeat as names do, addresses that do not, and
/// states of which some are rare. One name, on a hundred gifts, stands nowhere else.
/// </summary>
internal static class NamedGifts
{
    /// <summary>Part of the rare name, as somebody may remember it.</summary>
    public const string RarePart = "овтобрюх";

    private const string RareName = "Ївга Жовтобрюхенко";
    private const int RareDonors = 25;
    private const int GiftsOfOne = 4;

    private static readonly string[] First =
        ["Олена", "Іван", "Марія", "Петро", "Ганна", "Тарас", "Юлія", "Георги", "Мария", "Иван", "Стефка", "Љупчо", "Снежана", "Ѓорѓи", "Богдан", "Оксана", "Ірина", "Димитър", "Весна", "Христо"];

    private static readonly string[] Stems =
        ["Коваль", "Шевч", "Петр", "Бонд", "Ткач", "Мельн", "Кравч", "Сав", "Лис", "Гончар", "Поп", "Геор", "Димитр", "Стоян", "Никол", "Тодор", "Ангел", "Марин", "Васил", "Яким", "Трайк", "Стојан", "Здрав", "Ристов", "Мороз", "Руденк", "Павл", "Семен", "Яков", "Гриц"];

    private static readonly string[] Ends = ["енко", "чук", "ук", "ський", "ак", "ов", "ева", "ик", "ова", "ски", "овска", "ишин", "івна", "ець", "анов"];

    /// <summary>The number of a gift's donor in copy <c>:c</c>, and the place of the last gift of that donor.</summary>
    private const string Who = "((:c * :base + b.k - 1) / 4)";

    private const string LastOfOne = "((:c * :base + b.k + 3) / 4 * 4)";

    private const string Name = "(select n.{0} from bench_name n where n.k = (" + Who + " * 7919) % (select count(*) - 1 from bench_name))";

    /// <summary>What the list reads, and no more, as the events of a million gifts are gigabytes; and what a copy is called.</summary>
    public static readonly IReadOnlyDictionary<string, (string Column, string Value)[]> Copies = new Dictionary<string, (string Column, string Value)[]>
    {
        ["donor"] = [("email_key", "t.email_key || ':' || :c || ':' || b.k")],
        ["donation"] =
        [
            ("donor_id", $"unhex(printf('019b%08x7%03d8%015x', {LastOfOne}, 1, {LastOfOne}))"),
            ("donor_name", Name.Replace("{0}", "name", StringComparison.Ordinal)),
            ("email", $"'user' || {Who} || '@example.org'"),
            ("search_text", $"{Name.Replace("{0}", "search", StringComparison.Ordinal)} || ' user' || {Who} || '@example.org'"),
            ("status", "case when b.k % 400 = 7 then 'Failed' when b.k % 50 = 9 then 'Expired' else t.status end"),
            ("channel", "case when b.k % 90 = 3 then 'BankTransfer' else t.channel end"),
            ("amount_minor", "case when b.k % 500 = 1 then 5000000 + :c else t.amount_minor end"),
            ("refunded_minor", "case when b.k % 300 = 2 then 100 else 0 end"),
        ],
        ["receipt"] = [],
    };

    /// <summary>Names the gifts that are there, before they are copied, and lays the names out for their copies.</summary>
    public static async Task GiveAsync(string connectionString, CancellationToken cancel)
    {
        await using var connection = new SqliteConnection(connectionString + ";Pooling=False");
        await connection.OpenAsync(cancel);
        await RunAsync(connection, "create table bench_name (k integer primary key, name text, search text)", cancel);
        var names = First.SelectMany(_ => Stems, (first, stem) => (first, stem)).SelectMany(_ => Ends, (n, end) => $"{n.first} {n.stem}{end}").ToList();
        await using (var transaction = (SqliteTransaction)await connection.BeginTransactionAsync(cancel))
        {
            await using var insert = connection.CreateCommand();
            insert.Transaction = transaction;
            insert.CommandText = "insert into bench_name values ($k, $name, $search)";
            for (var k = -1; k < names.Count; k++)
            {
                var name = k < 0 ? RareName : names[k];
                insert.Parameters.Clear();
                insert.Parameters.AddWithValue("$k", k);
                insert.Parameters.AddWithValue("$name", name);
                insert.Parameters.AddWithValue("$search", SearchText.Normalise(name));
                await insert.ExecuteNonQueryAsync(cancel);
            }

            await transaction.CommitAsync(cancel);
        }

        // The stored gifts themselves: the first hundred have the rare name.
        var who = string.Create(CultureInfo.InvariantCulture, $"((donation.rowid - 1) / {GiftsOfOne})");
        var named = string.Create(CultureInfo.InvariantCulture, $"n.k = case when {who} < {RareDonors} then -1 else ({who} * 7919) % {names.Count} end");
        await RunAsync(
            connection,
            $"""
            update donation set
              donor_id = (select o.donor_id from donation o where o.rowid = donation.rowid - (donation.rowid - 1) % {GiftsOfOne}),
              donor_name = (select n.name from bench_name n where {named}),
              email = 'user' || {who} || '@example.org',
              search_text = (select n.search || ' user' || {who} || '@example.org' from bench_name n where {named})
            """,
            cancel);
    }

    private static async Task RunAsync(SqliteConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancel);
    }
}
