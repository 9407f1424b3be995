namespace Charity.Production.SqlServer;

/// <summary>A trigger and the statement that makes it, as the server keeps it.</summary>
internal sealed record SqlServerTrigger(string Name, string Sql);

/// <summary>
/// The one list of triggers: what is missing or differs is made after every migration, and they are compared with this list at start and by the health
/// check. Each fires after the change and undoes the whole transaction.
/// </summary>
internal static class SqlServerTriggers
{
    /// <summary>What never changes in an entry: its texts, then its other facts.</summary>
    private static readonly Facts EntryFacts = new(
        ["source_type", "source_id", "kind", "memo", "actor"],
        ["legal_entity_id", "effective_date", "posted_at", "reverses_id", "input_hash"]);

    private static readonly Facts AuditFacts = new(
        ["actor_id", "actor_name", "action", "subject", "reason"],
        ["at", "detail_hash"]);

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
                   OR EXISTS (SELECT {EntryFacts.Of("n")} EXCEPT SELECT {EntryFacts.Of("o")}))
            """,
            "an entry changes once, when it is sealed"),
        Refuse("entry_undeletable", "entry", "DELETE", "EXISTS (SELECT 1 FROM deleted)", "an entry is never deleted: post a reversal"),
        Refuse(
            "audit_unsealed_first",
            "audit",
            "INSERT",
            "EXISTS (SELECT 1 FROM inserted n WHERE n.hash IS NOT NULL OR n.sequence IS NOT NULL)",
            "a line of the audit is inserted once, unsealed"),
        // Sealing once, and erasing the detail, are all that may change; the detail's hash stays.
        Refuse(
            "audit_append_only",
            "audit",
            "UPDATE",
            $"""
            EXISTS (
                SELECT 1 FROM deleted o LEFT JOIN inserted n ON n.id = o.id
                WHERE n.id IS NULL
                   OR EXISTS (SELECT {AuditFacts.Of("n")} EXCEPT SELECT {AuditFacts.Of("o")})
                   OR (n.detail IS NOT NULL AND (o.detail IS NULL OR CAST(n.detail AS varbinary(max)) <> CAST(o.detail AS varbinary(max))))
                   OR (o.hash IS NOT NULL AND EXISTS (SELECT n.hash, n.sequence EXCEPT SELECT o.hash, o.sequence))
                   OR (n.hash IS NULL AND n.sequence IS NOT NULL) OR (n.hash IS NOT NULL AND n.sequence IS NULL))
            """,
            "a line of the audit is never changed"),
        Refuse("audit_undeletable", "audit", "DELETE", "EXISTS (SELECT 1 FROM deleted)", "a line of the audit is never deleted"),
        Refuse("gift_note_append_only", "gift_note", "UPDATE", "EXISTS (SELECT 1 FROM inserted)", "a note is never changed: write another"),
        Refuse("gift_note_undeletable", "gift_note", "DELETE", "EXISTS (SELECT 1 FROM deleted)", "a note is never deleted"),
    ];

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

    /// <summary>Columns of a row, texts by their bytes: a comparison of text passes over blanks at the end.</summary>
    private sealed record Facts(string[] Texts, string[] Others)
    {
        public string Of(string row)
            => string.Join(", ", [.. Texts.Select(column => $"CAST({row}.{column} AS varbinary(max))"), .. Others.Select(column => $"{row}.{column}")]);
    }
}
