using System.Globalization;
using System.Text;
using QRCoder;

namespace Charity.Documents;

/// <summary>
/// The squares of a QR code, without its quiet zone: the caller leaves <see cref="QuietZone"/> squares of white around.
/// Error correction M, as printed receipts get folded.
/// </summary>
public sealed class QrMatrix
{
    /// <summary>Longest payload in bytes of UTF-8.</summary>
    public const int MaxPayloadBytes = 1024;

    /// <summary>Squares of white that readers need around the code.</summary>
    public const int QuietZone = 4;

    private readonly bool[] _dark;

    private QrMatrix(int size, bool[] dark)
    {
        Size = size;
        _dark = dark;
    }

    /// <summary>Squares in a row.</summary>
    public int Size { get; }

    /// <summary>True where the square is dark.</summary>
    public bool this[int x, int y] => _dark[(y * Size) + x];

    /// <summary>
    /// The dark squares as the data of an SVG path, a unit each; neighbours of a row are drawn as one.
    /// </summary>
    /// <param name="quiet">White squares above and on the left.</param>
    public string ToSvgPath(int quiet = 0)
    {
        var path = new StringBuilder(4096);
        for (var y = 0; y < Size; y++)
        {
            for (var x = 0; x < Size; x++)
            {
                if (!this[x, y])
                {
                    continue;
                }

                var start = x;
                while (x + 1 < Size && this[x + 1, y])
                {
                    x++;
                }

                path.Append(CultureInfo.InvariantCulture, $"M{start + quiet} {y + quiet}h{x - start + 1}v1h-{x - start + 1}z");
            }
        }

        return path.ToString();
    }

    /// <summary>Makes the code of a payload.</summary>
    /// <exception cref="DocumentException">The payload is empty or longer than <see cref="MaxPayloadBytes"/>.</exception>
    public static QrMatrix Of(string payload)
    {
        var bytes = Encoding.UTF8.GetByteCount(payload);
        if (bytes is 0 or > MaxPayloadBytes)
        {
            throw new DocumentException($"A QR code holds 1 to {MaxPayloadBytes} bytes, not {bytes}.");
        }

        using var data = QRCodeGenerator.GenerateQrCode(payload, QRCodeGenerator.ECCLevel.M);
        // QRCoder's matrix carries a quiet zone of four squares on each side.
        var size = data.ModuleMatrix.Count - (2 * QuietZone);
        var dark = new bool[size * size];
        for (var y = 0; y < size; y++)
        {
            var row = data.ModuleMatrix[y + QuietZone];
            for (var x = 0; x < size; x++)
            {
                dark[(y * size) + x] = row[x + QuietZone];
            }
        }

        return new QrMatrix(size, dark);
    }
}
