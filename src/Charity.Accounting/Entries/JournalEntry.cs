using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Charity.Accounting;

/// <summary>
/// A journal entry before it is stored: it balances in each currency, every income, expense and equity posting names a
/// fund and no other does. No other state can be built.
/// </summary>
public sealed class JournalEntry
{
    /// <summary>Longest source type and kind, in characters.</summary>
    public const int MaxCodeLength = 32;

    /// <summary>Longest source id of an entry that is no reversal.</summary>
    public const int MaxSourceIdLength = 180;

    /// <summary>Longest source id that is stored: a reversal's holds the reversed entry's whole key.</summary>
    public const int MaxStoredSourceIdLength = MaxSourceIdLength + (2 * MaxCodeLength) + 2;

    /// <summary>Longest memo, in characters.</summary>
    public const int MaxMemoLength = 500;

    /// <summary>Most postings of one entry.</summary>
    public const int MaxPostings = 1_000;

    private byte[]? _inputHash;

    private JournalEntry(
        string sourceType, string sourceId, string kind, DateOnly effectiveDate, string memo, ImmutableArray<Posting> postings)
    {
        SourceType = sourceType;
        SourceId = sourceId;
        Kind = kind;
        EffectiveDate = effectiveDate;
        Memo = memo;
        Postings = postings;
    }

    /// <summary>One of <see cref="EntrySources"/>.</summary>
    public string SourceType { get; }

    /// <summary>The id of the thing that the entry was made from, within its source type.</summary>
    public string SourceId { get; }

    /// <summary>Why: one of <see cref="EntryKinds"/>.</summary>
    public string Kind { get; }

    /// <summary>The local date, in the entity's zone, on which the fact took effect. It decides the period.</summary>
    public DateOnly EffectiveDate { get; }

    /// <summary>A few words for the reader of the journal; ids, never names of donors.</summary>
    public string Memo { get; }

    /// <summary>Two or more, in the order in which they are shown and hashed.</summary>
    public ImmutableArray<Posting> Postings { get; }

    public bool IsReversal => SourceType == EntrySources.Reversal;

    /// <summary>The key in one string: source type, source id and kind.</summary>
    public string Key => $"{SourceType}/{SourceId}/{Kind}";

    /// <summary>
    /// SHA-256 over the key, the effective date and the postings. A second try with the same key must have the same
    /// hash; otherwise it is another fact under a used key. The memo is left out: its wording may change between versions.
    /// </summary>
    public ReadOnlyMemory<byte> InputHash => _inputHash ??= ComputeInputHash();

    /// <summary>Builds an entry, or refuses.</summary>
    /// <param name="chart">Null takes <see cref="ChartOfAccounts.Default"/>.</param>
    /// <exception cref="InvalidEntryException">Unbalanced in a currency, a fund missing or out of place, an unknown account, fewer than two postings.</exception>
    /// <exception cref="ArgumentException">A part of the key is empty or too long.</exception>
    /// <exception cref="OverflowException">A total does not fit.</exception>
    public static JournalEntry Create(
        string sourceType,
        string sourceId,
        string kind,
        DateOnly effectiveDate,
        string memo,
        ImmutableArray<Posting> postings,
        ChartOfAccounts? chart = null)
    {
        RequireText(sourceType, MaxCodeLength, nameof(sourceType));
        RequireText(sourceId, sourceType == EntrySources.Reversal ? MaxStoredSourceIdLength : MaxSourceIdLength, nameof(sourceId));
        RequireText(kind, MaxCodeLength, nameof(kind));
        ArgumentNullException.ThrowIfNull(memo);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(memo.Length, MaxMemoLength, nameof(memo));
        ArgumentOutOfRangeException.ThrowIfEqual(effectiveDate, default);
        EntryRules.Require(postings, chart ?? ChartOfAccounts.Default);
        return new JournalEntry(sourceType, sourceId, kind, effectiveDate, memo, postings);
    }

    /// <summary>
    /// The entry that undoes this one: each posting with the opposite sign, under a key that exists at most once.
    /// </summary>
    /// <param name="effectiveDate">The day on which it takes effect, in an open period.</param>
    /// <param name="reason">Why, for the reader of the journal.</param>
    /// <exception cref="InvalidEntryException">This entry is itself a reversal: post the right entry instead.</exception>
    public JournalEntry Reverse(DateOnly effectiveDate, string reason)
    {
        if (IsReversal)
        {
            throw new InvalidEntryException($"{Key} is a reversal and cannot be reversed.");
        }

        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        var opposite = ImmutableArray.CreateBuilder<Posting>(Postings.Length);
        foreach (var posting in Postings)
        {
            opposite.Add(new Posting(posting.AccountCode, posting.FundId, -posting.Amount));
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan(reason.Length, MaxMemoLength, nameof(reason));
        ArgumentOutOfRangeException.ThrowIfEqual(effectiveDate, default);
        return new JournalEntry(EntrySources.Reversal, Key, EntryKinds.Reversal, effectiveDate, reason, opposite.MoveToImmutable());
    }

    private byte[] ComputeInputHash()
    {
        var writer = new CanonicalWriter(stackalloc byte[CanonicalWriter.UsualSize]);
        try
        {
            writer.Write("charity.entry.1");
            writer.Write(SourceType);
            writer.Write(SourceId);
            writer.Write(Kind);
            writer.Write(EffectiveDate);
            writer.Write(Postings.AsSpan());
            return SHA256.HashData(writer.Written);
        }
        finally
        {
            writer.Dispose();
        }
    }

    private static void RequireText(string value, int maxLength, string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value.Length, maxLength, name);
    }
}
