using System.Collections.Concurrent;
using System.Net;
using Charity.Payments;

namespace Charity.Web.Webhooks;

/// <summary>
/// Says that a delivery was refused, at most once a minute for each address and with the number of those left out, so
/// that a flood of forged events does not become a flood of lines. Never says what was in them.
/// </summary>
internal sealed class RefusalLog(ILogger<RefusalLog> logger)
{
    private const long MinuteInMilliseconds = 60_000;

    /// <summary>Addresses remembered; above that the oldest minute is dropped, and strangers share one entry.</summary>
    private const int MostAddresses = 1000;

    private readonly ConcurrentDictionary<IPAddress, Entry> entries = new();

    public void Say(IPAddress? address, WebhookAnswer answer, SignatureResult signature)
    {
        var now = Environment.TickCount64;
        var entry = entries.GetOrAdd(Room(address ?? IPAddress.None, now), _ => new Entry());
        if (entry.MaySpeak(now, out var left))
        {
            logger.LogWarning(
                "A webhook from {Address} was refused: {Answer}, signature {Signature}; {Left} more since the last such line",
                address, answer, signature, left);
        }
    }

    private IPAddress Room(IPAddress address, long now)
    {
        if (entries.Count < MostAddresses || entries.ContainsKey(address))
        {
            return address;
        }

        foreach (var (old, entry) in entries)
        {
            if (entry.IsOld(now))
            {
                entries.TryRemove(old, out _);
            }
        }

        return entries.Count < MostAddresses ? address : IPAddress.Any;
    }

    private sealed class Entry
    {
        private readonly Lock gate = new();
        private long spokenAt = -MinuteInMilliseconds;
        private int leftOut;

        public bool IsOld(long now)
        {
            lock (gate)
            {
                return now - spokenAt >= MinuteInMilliseconds;
            }
        }

        public bool MaySpeak(long now, out int left)
        {
            lock (gate)
            {
                left = leftOut;
                if (now - spokenAt < MinuteInMilliseconds)
                {
                    leftOut++;
                    return false;
                }

                (spokenAt, leftOut) = (now, 0);
                return true;
            }
        }
    }
}
