using System.IO.Compression;
using System.Text;
using Charity.Documents.Compression;
using Xunit;

namespace Charity.Adapters.Tests.Documents;

/// <summary>Our own packer against the library's unpacker.</summary>
public sealed class CompressionTests
{
    [Fact]
    public void Whatever_is_packed_is_unpacked_again()
    {
        const int Seed = 7;
        var random = new Random(Seed);
        for (var i = 0; i < 300; i++)
        {
            var data = Some(random, i);
            Assert.True(data.AsSpan().SequenceEqual(Unpacked(Packed(data))), FormattableString.Invariant($"seed {Seed}, sample {i}, {data.Length} bytes"));
        }
    }

    [Fact]
    public void Repetition_packs_small_and_noise_hardly_grows()
    {
        Assert.InRange(Packed(new byte[1_000_000]).Length, 1, 2_000);
        var noise = new byte[100_000];
        new Random(1).NextBytes(noise);
        Assert.InRange(Packed(noise).Length, 100_000, 101_000);
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 5000).Select(i => FormattableString.Invariant($"{i} 0 obj <</S/TD/P {i / 4} 0 R>> "))));
        Assert.InRange(Packed(text).Length, 1, text.Length / 4);
    }

    private static byte[] Some(Random random, int i)
    {
        var data = new byte[i < 20 ? i : random.Next(1, 200_000)];
        switch (i % 4)
        {
            case 0:
                random.NextBytes(data);
                break;
            case 1:
                // Few symbols of very different frequency make the longest codes.
                for (var k = 0; k < data.Length; k++)
                {
                    data[k] = (byte)System.Numerics.BitOperations.TrailingZeroCount(random.Next() | (1 << 24));
                }

                break;
            case 2:
                // Repetitions from near and from as far as the window reaches.
                random.NextBytes(data.AsSpan(0, Math.Min(data.Length, 300)));
                for (var k = 300; k < data.Length; k++)
                {
                    data[k] = data[k - (k > 32_769 && random.Next(50) == 0 ? random.Next(32_760, 32_769) : 299)];
                }

                break;
            default:
                data.AsSpan().Fill((byte)i);
                break;
        }

        return data;
    }

    private static byte[] Packed(byte[] data)
    {
        using var sink = new ByteSink();
        Zlib.Pack(data, sink);
        return sink.ToArray();
    }

    private static byte[] Unpacked(byte[] packed)
    {
        using var unpacking = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var data = new MemoryStream();
        unpacking.CopyTo(data);
        return data.ToArray();
    }
}
