namespace Charity.Production.SqlServer;

/// <summary>A trigger and the statement that makes it, as the server keeps it.</summary>
internal sealed record SqlServerTrigger(string Name, string Sql);

/// <summary>
/// The one list of triggers: made anew after every migration and compared with this list at start and by the health
/// check. Each fires after the change and undoes the whole transaction.
/// </summary>
internal static class SqlServerTriggers
{
    /// <summary>Text columns of an entry, compared by their bytes: a comparison of text passes over blanks at the end.</summary>
    private const string EntryTexts = "{0}.source_type, {0}.source_id, {0}.kind, {0}.memo, {0}.actor";

    public static IReadOnlyList<SqlServerTrigger> All { get; } =
    [
        Refuse("posting_append_only", "posting", "UPDATE", "EXISTS (SELECT 1 FROM deleted)", "a posting is never changed: post a reversal"),
        Refuse("posting_undeletable", "posting", "DELETE", "EXISTS (SELECT 1 FROM deleted)", "a posting is never deleted: post a reversal"),
        Refuse(
            "posting_before_seal",
            "posting",
            "INSERT",
            "EXISTS (SELECT 1 FROM inserted p JOIN entry e WITH (READCOMMITTEDLOCK) ON e.id = p.entry_id WHERE e.hash IS NOT NULL)",
            "a sealed entry takes no more postings"),
        Refuse(
            "entry_unsealed_first",
            "entry",
            "INSERT",
            "EXISTS (SELECT 1 FROM inserted n WHERE n.hash IS NOT NULL OR n.sequence IS NOT NULL)",
            "an entry is inserted once, unsealed"),
        // The sealer may set sequence and hash of an unsealed entry; nothing else ever changes.
        Refuse(
            "entry_sealed",
            "entry",
            "UPDATE",
            $"""
            EXISTS (
                SELECT 1 FROM deleted o LEFT JOIN inserted n ON n.id = o.id
                WHERE n.id IS NULL OR o.hash IS NOT NULL OR o.sequence IS NOT NULL OR n.hash IS NULL OR n.sequence IS NULL
                   OR EXISTS (SELECT {Facts("n")} EXCEPT SELECT {Facts("o")}))
            """,
            "an entry changes once, when it is sealed"),
        Refuse("entry_undeletable", "entry", "DELETE", "EXISTS (SELECT 1 FROM deleted)", "an entry is never deleted: post a reversal"),
    ];

    private static string Facts(string row)
    {
        var texts = EntryTexts.Replace("{0}", row, StringComparison.Ordinal).Split(", ").Select(column => $"CAST({column} AS varbinary(max))");
        return $"{string.Join(", ", texts)}, {row}.legal_entity_id, {row}.effective_date, {row}.posted_at, {row}.reverses_id, {row}.input_hash";
    }

    private static SqlServerTrigger Refuse(string name, string table, string after, string when, string reason)
        => new(
            name,
            $"""
            CREATE TRIGGER {name} ON {table} AFTER {after} AS
            BEGIN
                SET NOCOUNT ON;
                IF {when}
                    THROW 50001, '{reason}', 1;
            END
            """.ReplaceLineEndings("\n"));
}
