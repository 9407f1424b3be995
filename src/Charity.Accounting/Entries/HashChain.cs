using System.Security.Cryptography;

namespace Charity.Accounting;

/// <summary>A stored entry with everything that the chain seals.</summary>
/// <param name="LegalEntityId">Whose chain it is.</param>
/// <param name="Sequence">Its place, from 1, without gaps.</param>
/// <param name="RecordedAt">When it was stored, UTC; sealed to the millisecond, which both databases keep.</param>
/// <param name="Actor">Who or what made it: a staff id or the name of a worker.</param>
/// <param name="Entry">What it says.</param>
public sealed record ChainEntry(Guid LegalEntityId, long Sequence, DateTime RecordedAt, string Actor, JournalEntry Entry);

/// <summary>
/// The chain that makes a change of the past visible: each sealed entry's hash is the SHA-256 of the hash before it and
/// of its own facts, so one changed, missing or inserted entry breaks every hash after it.
/// </summary>
public static class HashChain
{
    /// <summary>Length of a hash in bytes.</summary>
    public const int HashLength = SHA256.HashSizeInBytes;

    /// <summary>What stands before the first entry of a chain: 32 zero bytes.</summary>
    public static ReadOnlyMemory<byte> Start { get; } = new byte[HashLength];

    /// <summary>The hash of an entry that follows the one with <paramref name="previous"/>.</summary>
    /// <exception cref="ArgumentException">The previous hash is not 32 bytes long, or the time is not UTC.</exception>
    public static byte[] Seal(ReadOnlySpan<byte> previous, ChainEntry sealedEntry)
    {
        ArgumentNullException.ThrowIfNull(sealedEntry);
        if (previous.Length != HashLength)
        {
            throw new ArgumentException("A hash has 32 bytes.", nameof(previous));
        }

        if (sealedEntry.RecordedAt.Kind != DateTimeKind.Utc)
        {
            throw new ArgumentException("The time of recording must be UTC.", nameof(sealedEntry));
        }

        var writer = new CanonicalWriter(stackalloc byte[CanonicalWriter.UsualSize]);
        try
        {
            var entry = sealedEntry.Entry;
            writer.Write("charity.chain.1");
            writer.Write(previous);
            writer.Write(sealedEntry.LegalEntityId);
            writer.Write(sealedEntry.Sequence);
            writer.Write(sealedEntry.RecordedAt.Ticks / TimeSpan.TicksPerMillisecond);
            writer.Write(sealedEntry.Actor);
            writer.Write(entry.SourceType);
            writer.Write(entry.SourceId);
            writer.Write(entry.Kind);
            writer.Write(entry.EffectiveDate);
            writer.Write(entry.Memo);
            writer.Write(entry.Postings.AsSpan());
            return SHA256.HashData(writer.Written);
        }
        finally
        {
            writer.Dispose();
        }
    }

    /// <summary>Walks a whole chain from its start and names the first broken link; null when it holds.</summary>
    public static ChainBreak? FirstBreak(IEnumerable<SealedEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var verifier = new HashChainVerifier();
        foreach (var link in entries)
        {
            if (verifier.Check(link) is { } broken)
            {
                return broken;
            }
        }

        return null;
    }
}
