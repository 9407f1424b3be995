namespace Charity.Accounting;

/// <summary>An entry with the two hashes stored beside it.</summary>
public sealed record SealedEntry(ChainEntry Facts, ReadOnlyMemory<byte> PreviousHash, ReadOnlyMemory<byte> Hash);

/// <summary>What is wrong with a link.</summary>
public enum ChainFault
{
    /// <summary>The number is not the one after the last: an entry is missing, doubled or out of order.</summary>
    SequenceGap,

    /// <summary>It does not point to the hash of the entry before it.</summary>
    PreviousHashDiffers,

    /// <summary>Its facts are not those that were sealed.</summary>
    HashDiffers,

    /// <summary>It belongs to another legal entity's chain.</summary>
    OtherEntity,
}

/// <summary>The first link that does not hold.</summary>
public readonly record struct ChainBreak(long Sequence, ChainFault Fault);

/// <summary>
/// Checks one entity's chain entry by entry as they are read in order of sequence, so that millions need no memory.
/// Start after a trusted snapshot by giving its last sequence and hash.
/// </summary>
public sealed class HashChainVerifier(long lastSequence = 0, ReadOnlyMemory<byte>? lastHash = null)
{
    private ReadOnlyMemory<byte> _hash = lastHash ?? HashChain.Start;
    private Guid? _entity;

    /// <summary>The sequence of the last link that held.</summary>
    public long LastSequence { get; private set; } = lastSequence;

    /// <summary>The hash of the last link that held.</summary>
    public ReadOnlyMemory<byte> LastHash => _hash;

    /// <summary>Checks the next entry; null when it holds. After a break, the verifier stays where it was.</summary>
    public ChainBreak? Check(SealedEntry next)
    {
        ArgumentNullException.ThrowIfNull(next);
        var sequence = next.Facts.Sequence;
        if (sequence != LastSequence + 1)
        {
            return new ChainBreak(sequence, ChainFault.SequenceGap);
        }

        if (_entity is { } entity && entity != next.Facts.LegalEntityId)
        {
            return new ChainBreak(sequence, ChainFault.OtherEntity);
        }

        if (!next.PreviousHash.Span.SequenceEqual(_hash.Span))
        {
            return new ChainBreak(sequence, ChainFault.PreviousHashDiffers);
        }

        if (!next.Hash.Span.SequenceEqual(HashChain.Seal(_hash.Span, next.Facts)))
        {
            return new ChainBreak(sequence, ChainFault.HashDiffers);
        }

        _entity = next.Facts.LegalEntityId;
        _hash = next.Hash;
        LastSequence = sequence;
        return null;
    }
}
