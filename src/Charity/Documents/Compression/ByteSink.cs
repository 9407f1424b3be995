using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Charity.Documents.Compression;

/// <summary>Bytes written one after another into rented memory, given back on disposal.</summary>
internal sealed class ByteSink(int capacity = 4096) : IDisposable
{
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(capacity);
    private int _length;

    public int Length => _length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public ReadOnlySpan<byte> From(int start) => _bytes.AsSpan(start, _length - start);

    /// <summary>Room for at least so many bytes; <see cref="Advance"/> says how many were used.</summary>
    public Span<byte> Room(int size)
    {
        if (_bytes.Length - _length < size)
        {
            Grow(size);
        }

        return _bytes.AsSpan(_length);
    }

    public void Advance(int used) => _length += used;

    public void Write(byte value)
    {
        if (_length == _bytes.Length)
        {
            Grow(1);
        }

        _bytes[_length++] = value;
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        _length += bytes.Length;
    }

    /// <summary>Text of ASCII only, such as names and operators.</summary>
    public void Ascii(string text) => _length += Encoding.ASCII.GetBytes(text, Room(text.Length));

    public void Utf8(string text) => _length += Encoding.UTF8.GetBytes(text, Room(Encoding.UTF8.GetMaxByteCount(text.Length)));

    public void Number(long value)
    {
        Utf8Formatter.TryFormat(value, Room(20), out var used);
        _length += used;
    }

    public void Clear() => _length = 0;

    public byte[] ToArray() => Written.ToArray();

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        _length = 0;
    }

    private void Grow(int size)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, _length + size));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
