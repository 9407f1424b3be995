using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Charity.Accounting;

/// <summary>
/// Writes facts as the bytes that are hashed: integers big-endian, text as its UTF-8 length and bytes, ids as 16
/// big-endian bytes. Each field has a fixed or a stated length, so no two different entries give the same bytes.
/// </summary>
internal ref struct CanonicalWriter(Span<byte> buffer)
{
    /// <summary>Room for an entry with a few postings; longer ones rent more.</summary>
    internal const int UsualSize = 768;

    private Span<byte> _buffer = buffer;
    private byte[]? _rented;
    private int _length;

    internal readonly ReadOnlySpan<byte> Written => _buffer[.._length];

    internal void Write(scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Take(bytes.Length));
    }

    internal void Write(int value) => BinaryPrimitives.WriteInt32BigEndian(Take(sizeof(int)), value);

    internal void Write(long value) => BinaryPrimitives.WriteInt64BigEndian(Take(sizeof(long)), value);

    internal void Write(DateOnly value) => Write(value.DayNumber);

    internal void Write(Guid value) => value.TryWriteBytes(Take(16), bigEndian: true, out _);

    internal void Write(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        Write(length);
        Encoding.UTF8.GetBytes(value, Take(length));
    }

    internal void Write(scoped ReadOnlySpan<Posting> postings)
    {
        Write(postings.Length);
        foreach (var posting in postings)
        {
            Write(posting.AccountCode);
            Write(posting.FundId ?? Guid.Empty);
            Write(posting.Currency.Code);
            Write(posting.Amount.Minor);
        }
    }

    public void Dispose()
    {
        if (_rented is { } rented)
        {
            _rented = null;
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private Span<byte> Take(int count)
    {
        if (_buffer.Length - _length < count)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, _length + count));
            _buffer[.._length].CopyTo(larger);
            Dispose();
            _rented = larger;
            _buffer = larger;
        }

        var taken = _buffer.Slice(_length, count);
        _length += count;
        return taken;
    }
}
