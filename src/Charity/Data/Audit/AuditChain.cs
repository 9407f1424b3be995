using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Charity.Data.Audit;

/// <summary>
/// The chain over the audit: a line's hash is the SHA-256 of the hash before it and of its own facts, each with its
/// length, so that a line changed, removed or put between breaks it at that place.
/// </summary>
internal static class AuditChain
{
    private const int PageSize = 1000;

    public static byte[] Start { get; } = new byte[SHA256.HashSizeInBytes];

    public static byte[] Seal(byte[] previous, AuditRow row, long sequence)
    {
        using var facts = new MemoryStream();
        using var writer = new BinaryWriter(facts, Encoding.UTF8);
        writer.Write("charity.audit.1");
        writer.Write(previous);
        writer.Write(sequence);
        writer.Write(row.At.Ticks / TimeSpan.TicksPerMillisecond);
        writer.Write(row.ActorId);
        writer.Write(row.ActorName);
        writer.Write(row.Action);
        writer.Write(row.Subject);
        writer.Write(row.Reason is not null);
        writer.Write(row.Reason ?? "");
        writer.Write(row.DetailHash);
        writer.Flush();
        return SHA256.HashData(facts.ToArray());
    }

    /// <summary>Walks the sealed lines from the first and says what is wrong with the first that does not hold; null when all do.</summary>
    public static async Task<string?> FirstBreakAsync(CharityDb db, CancellationToken cancel)
    {
        var (sequence, hash) = (0L, Start);
        while (true)
        {
            var page = await db.Audit.AsNoTracking().Where(a => a.Sequence > sequence).OrderBy(a => a.Sequence).Take(PageSize).ToListAsync(cancel);
            foreach (var row in page)
            {
                if (row.Sequence != sequence + 1)
                {
                    return $"number {sequence + 1} is missing";
                }

                // An erased detail leaves its hash; one that is there must be the one that was sealed.
                if (row.Detail is not null && !AuditLog.HashOf(row.Detail).AsSpan().SequenceEqual(row.DetailHash))
                {
                    return $"the detail of number {row.Sequence} is not what was written";
                }

                if (!Seal(hash, row, sequence + 1).AsSpan().SequenceEqual(row.Hash))
                {
                    return $"number {row.Sequence} is not what was sealed";
                }

                (sequence, hash) = (sequence + 1, row.Hash!);
            }

            if (page.Count == 0)
            {
                return null;
            }
        }
    }
}
