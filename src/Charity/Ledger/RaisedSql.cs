namespace Charity.Ledger;

/// <summary>
/// What campaigns raised, recounted from the stored gifts by the auditor's own text: the stored totals are held to it. It
/// says the same as the rule by which the program counts (<c>Donations/Raised</c>) and must not share it: a fault in that
/// rule would otherwise be confirmed by the check that is there to find it. It also keeps the ledger from calling that room.
/// </summary>
internal static class RaisedSql
{
    /// <summary>What each paid gift leaves its campaign: the amount without the covered fee, less refunds and lost disputes.</summary>
    private const string Paid =
        """
        select d.campaign_id, d.currency, d.donor_id, d.id, d.paid_at,
               d.amount_minor - d.covered_fee_minor - d.refunded_minor - d.lost_to_dispute_minor as raised
        from donation d where d.status = 'Succeeded'
        """;

    /// <summary>
    /// A gift of which nothing is left is not counted, nor is its donor. A donor counts once a campaign, in the currency of
    /// the first gift that counts.
    /// </summary>
    public const string Computed =
        $"""
        select c.campaign_id, c.currency, sum(c.raised) as raised_minor, count(*) as gifts,
               sum(case when c.place = 1 then 1 else 0 end) as donors
        from (select q.campaign_id, q.currency, q.raised,
                     row_number() over (partition by q.campaign_id, q.donor_id order by q.paid_at, q.id) as place
              from ({Paid}) q where q.raised > 0) c
        group by c.campaign_id, c.currency
        """;

    /// <summary>Campaigns and currencies whose stored total differs from the gifts.</summary>
    public const string Differences =
        $"""
        select u.campaign_id, u.currency, sum(u.raised_minor) as raised_difference, sum(u.gifts) as gifts_difference,
               sum(u.donors) as donors_difference
        from (select campaign_id, currency, raised_minor, gifts, donors from campaign_total
              union all
              select k.campaign_id, k.currency, -k.raised_minor, -k.gifts, -k.donors from ({Computed}) k) u
        group by u.campaign_id, u.currency
        having sum(u.raised_minor) <> 0 or sum(u.gifts) <> 0 or sum(u.donors) <> 0
        """;
}
