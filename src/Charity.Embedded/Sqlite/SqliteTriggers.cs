namespace Charity.Embedded.Sqlite;

/// <summary>A trigger and the statement that makes it.</summary>
internal sealed record SqliteTrigger(string Name, string Sql);

/// <summary>
/// The one list of triggers. EF's table rebuild drops them silently, so they are made anew after every migration and
/// compared with this list at start and by the health check.
/// </summary>
internal static class SqliteTriggers
{
    public static IReadOnlyList<SqliteTrigger> All { get; } =
    [
        Refuse("posting_append_only", "BEFORE UPDATE ON posting", "a posting is never changed: post a reversal"),
        Refuse("posting_undeletable", "BEFORE DELETE ON posting", "a posting is never deleted: post a reversal"),
        // Also stops INSERT OR REPLACE, which deletes without firing a delete trigger.
        Refuse(
            "posting_before_seal",
            "BEFORE INSERT ON posting WHEN (SELECT e.hash FROM entry e WHERE e.id = NEW.entry_id) IS NOT NULL",
            "a sealed entry takes no more postings"),
        Refuse(
            "entry_unsealed_first",
            "BEFORE INSERT ON entry WHEN NEW.hash IS NOT NULL OR NEW.sequence IS NOT NULL OR EXISTS (SELECT 1 FROM entry e WHERE e.id = NEW.id)",
            "an entry is inserted once, unsealed"),
        // The sealer may set sequence and hash of an unsealed entry; nothing else ever changes.
        Refuse(
            "entry_sealed",
            """
            BEFORE UPDATE ON entry WHEN OLD.hash IS NOT NULL OR OLD.sequence IS NOT NULL OR NEW.hash IS NULL OR NEW.sequence IS NULL
              OR NEW.id IS NOT OLD.id OR NEW.legal_entity_id IS NOT OLD.legal_entity_id
              OR NEW.source_type IS NOT OLD.source_type OR NEW.source_id IS NOT OLD.source_id OR NEW.kind IS NOT OLD.kind
              OR NEW.effective_date IS NOT OLD.effective_date OR NEW.posted_at IS NOT OLD.posted_at
              OR NEW.memo IS NOT OLD.memo OR NEW.actor IS NOT OLD.actor OR NEW.reverses_id IS NOT OLD.reverses_id
              OR NEW.input_hash IS NOT OLD.input_hash
            """,
            "an entry changes once, when it is sealed"),
        Refuse("entry_undeletable", "BEFORE DELETE ON entry", "an entry is never deleted: post a reversal"),
        Refuse(
            "audit_unsealed_first",
            "BEFORE INSERT ON audit WHEN NEW.hash IS NOT NULL OR NEW.sequence IS NOT NULL OR EXISTS (SELECT 1 FROM audit a WHERE a.id = NEW.id)",
            "a line of the audit is inserted once, unsealed"),
        // Sealing once, and erasing the detail, are all that may change; the detail's hash stays.
        Refuse(
            "audit_append_only",
            """
            BEFORE UPDATE ON audit WHEN
              NEW.id IS NOT OLD.id OR NEW.at IS NOT OLD.at OR NEW.actor_id IS NOT OLD.actor_id OR NEW.actor_name IS NOT OLD.actor_name
              OR NEW.action IS NOT OLD.action OR NEW.subject IS NOT OLD.subject OR NEW.reason IS NOT OLD.reason
              OR NEW.detail_hash IS NOT OLD.detail_hash OR (NEW.detail IS NOT OLD.detail AND NEW.detail IS NOT NULL)
              OR (OLD.hash IS NOT NULL AND (NEW.hash IS NOT OLD.hash OR NEW.sequence IS NOT OLD.sequence))
              OR (NEW.hash IS NULL) <> (NEW.sequence IS NULL)
            """,
            "a line of the audit is never changed"),
        Refuse("audit_undeletable", "BEFORE DELETE ON audit", "a line of the audit is never deleted"),
        Refuse("gift_note_append_only", "BEFORE UPDATE ON gift_note", "a note is never changed: write another"),
        Refuse("gift_note_undeletable", "BEFORE DELETE ON gift_note", "a note is never deleted"),
    ];

    private static SqliteTrigger Refuse(string name, string when, string reason)
        => new(name, $"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, '{reason}'); END");
}
