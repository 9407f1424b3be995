namespace Charity.Documents.Compression;

/// <summary>Bits in deflate's order: the first stands lowest in its byte.</summary>
internal sealed class BitSink(ByteSink output)
{
    private ulong _held;
    private int _count;

    public void Write(uint bits, int count)
    {
        _held |= (ulong)bits << _count;
        _count += count;
        if (_count >= 32)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(output.Room(4), (uint)_held);
            output.Advance(4);
            _held >>= 32;
            _count -= 32;
        }
    }

    public void Finish()
    {
        for (; _count > 0; _count -= 8)
        {
            output.Write((byte)_held);
            _held >>= 8;
        }

        _count = 0;
    }
}
