namespace Charity.Ledger;

/// <summary>
/// The invariants of the books. Each query must return no row; the first column names the broken row. They read tables
/// of every room, as an auditor would, and so are written in SQL rather than against the rooms' types.
/// What a finding names, open or explained, is passed over by I3, I6, I11 and I12: a person has it already.
/// </summary>
internal static class LedgerSql
{
    public static IReadOnlyList<Invariant> All { get; } =
    [
        new("I1", "Every entry balances in every currency.", "entry",
            """
            select entry_id, currency, sum(amount_minor) as difference from posting
            group by entry_id, currency having sum(amount_minor) <> 0
            """),
        new("I2", "Every entry has postings and is sealed.", "entry",
            """
            select e.id, count(p.line) as postings from entry e left join posting p on p.entry_id = e.id
            group by e.id having count(p.line) < 2
            union all
            select id, -1 from entry where sequence is null and posted_at < @seal_due
            """),
        new("I3", "Every Stripe transaction that moved money is posted exactly once.", "txn",
            """
            select q.id, q.entries from (
              select t.id, count(e.id) as entries from stripe_txn t
              left join entry e on e.source_type = 'stripe_txn' and e.source_id = t.id
              where t.amount_minor <> 0 or t.fee_minor <> 0 or t.net_minor <> 0
              group by t.account, t.id having count(e.id) <> 1) q
            where not exists (select 1 from exception_item x where x.subject = concat('txn:', q.id))
            """),
        new("I4", "No entry speaks of a Stripe transaction that we do not hold.", "entry",
            """
            select e.id, e.source_id from entry e left join stripe_txn t on t.id = e.source_id
            where e.source_type = 'stripe_txn' and t.id is null
            """),
        new("I5", "The Stripe balance in the books is the sum of what its transactions left.", "currency",
            """
            select q.currency, q.legal_entity_id, sum(q.minor) as difference from (
              select e.legal_entity_id, p.currency, p.amount_minor as minor
              from posting p join account a on a.id = p.account_id join entry e on e.id = p.entry_id where a.code = '1100'
              union all
              select e.legal_entity_id, t.currency, -t.net_minor
              from stripe_txn t join entry e on e.source_type = 'stripe_txn' and e.source_id = t.id
            ) q group by q.currency, q.legal_entity_id having sum(q.minor) <> 0
            """),
        new("I6", "Each automatic payout is the sum of its transactions.", "payout",
            """
            select q.provider_id, q.amount_minor, q.paid_out from (
              select p.provider_id, p.amount_minor,
                     (select coalesce(sum(t.net_minor), 0) from stripe_txn t where t.account = p.account and t.payout_id = p.provider_id
                        and not (t.type in ('payout', 'payout_failure', 'payout_cancel') and coalesce(t.source_id, '') = p.provider_id)) as paid_out
              from payout p where p.transactions_imported = 1) q
            where q.amount_minor <> q.paid_out
              and not exists (select 1 from exception_item x where x.subject = concat('payout:', q.provider_id))
            """),
        new("I7", "Income, expense and equity carry a fund; nothing else does; funds and accounts are the entity's own.", "entry",
            """
            select p.entry_id, p.line from posting p join account a on a.id = p.account_id join entry e on e.id = p.entry_id
            left join fund f on f.id = p.fund_id
            where (a.kind in ('Income', 'Expense', 'Equity') and p.fund_id is null)
               or (a.kind not in ('Income', 'Expense', 'Equity') and p.fund_id is not null)
               or a.legal_entity_id <> e.legal_entity_id
               or (p.fund_id is not null and f.legal_entity_id <> e.legal_entity_id)
            """),
        new("I8", "Net assets equal fund balances in every currency.", "currency",
            """
            select p.currency, e.legal_entity_id, sum(p.amount_minor) as difference
            from posting p join entry e on e.id = p.entry_id
            group by p.currency, e.legal_entity_id having sum(p.amount_minor) <> 0
            """),
        new("I11", "Every paid card gift has exactly one income transaction after three days.", "donation",
            """
            select q.id, q.found from (
              select d.id, count(t.id) as found from donation d
              left join stripe_txn t on t.source_id = d.charge_id and t.type in ('charge', 'payment')
              where d.status = 'Succeeded' and d.channel = 'Stripe' and d.paid_at < @transaction_due
              group by d.id having count(t.id) <> 1) q
            where not exists (select 1 from exception_item x where x.kind = 'DonationWithoutTxn' and x.donation_id = q.id)
            """),
        new("I12", "Every income transaction has its gift.", "txn",
            """
            select q.id, q.source_id from (
              select t.id, t.source_id from stripe_txn t left join donation d on d.charge_id = t.source_id
              where t.type in ('charge', 'payment') and d.id is null) q
            where not exists (select 1 from exception_item x where x.subject = concat('charge:', q.source_id))
            """),
        new("I13", "No more is refunded than was given.", "donation",
            """
            select id, refunded_minor, amount_minor from donation where refunded_minor > amount_minor or refunded_minor < 0
            """),
        new("I14", "Every paid gift has its receipt.", "donation",
            """
            select d.id, d.legal_entity_id from donation d
            left join receipt r on r.donation_id = d.id and r.kind = 'donation'
            where d.status = 'Succeeded' and d.succeeded_at < @receipt_due and r.id is null
            """),
        new("I14n", "Receipt numbers of an entity and year have no gap but what was withdrawn with a reason.", "entity",
            """
            select n.legal_entity_id, n.year, max(n.last_number) as last_number, sum(n.numbers) as numbers from (
              select r.legal_entity_id, r.year, r.sequence as first_number, r.sequence as last_number, 1 as numbers from receipt r
              union all
              select v.legal_entity_id, v.year, v.first_sequence, v.last_sequence, v.last_sequence - v.first_sequence + 1 from receipt_voided_range v) n
            group by n.legal_entity_id, n.year having max(n.last_number) <> sum(n.numbers) or min(n.first_number) <> 1
            """),
        new("I16", "Each campaign's total is what its gifts sum to.", "campaign",
            RaisedSql.Differences),
    ];
}
