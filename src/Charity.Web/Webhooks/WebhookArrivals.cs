using System.Net;

namespace Charity.Web.Webhooks;

/// <summary>
/// Deliveries whose body is still on its way. Anyone may open a connection and send a body a byte at a time, so places are
/// counted by sender, and when all are taken the one that has dawdled longest gives way: whoever sends a body at once, as
/// Stripe does, always finds a place.
/// </summary>
public sealed class WebhookArrivals(TimeProvider clock)
{
    /// <summary>With <see cref="SmallBody"/> each: at most 32 MB.</summary>
    public const int Most = 1024;

    /// <summary>Of one address; all of Stripe may come through one proxy, whose deliveries stay for milliseconds.</summary>
    public const int OfOneAddress = 256;

    /// <summary>Bytes that a delivery may hold here; the few larger ones need one of the places for large bodies.</summary>
    public const int SmallBody = 32 * 1024;

    /// <summary>Real time that nobody is driven out before.</summary>
    private static readonly TimeSpan Undisturbed = TimeSpan.FromSeconds(1);

    private readonly Lock sync = new();
    private readonly LinkedList<Arrival> all = new();
    private readonly Dictionary<IPAddress, int> ofAddress = [];

    /// <summary>Null when this address has too many on their way, or everyone came within the last second.</summary>
    public Arrival? Enter(IPAddress? sender, CancellationToken aborted)
    {
        var address = sender ?? IPAddress.None;
        Arrival? slowest = null;
        Arrival entered;
        lock (sync)
        {
            var mine = ofAddress.GetValueOrDefault(address);
            if (mine >= OfOneAddress)
            {
                return null;
            }

            if (all.Count >= Most)
            {
                if (clock.GetElapsedTime(all.First!.Value.At) < Undisturbed)
                {
                    return null;
                }

                slowest = all.First.Value;
                Remove(slowest);
            }

            entered = new Arrival(this, address, clock.GetTimestamp(), CancellationTokenSource.CreateLinkedTokenSource(aborted));
            entered.Place = all.AddLast(entered);
            ofAddress[address] = ofAddress.GetValueOrDefault(address) + 1;
        }

        slowest?.GiveWay();
        return entered;
    }

    private void Remove(Arrival arrival)
    {
        if (arrival.Place is not { } place)
        {
            return;
        }

        all.Remove(place);
        arrival.Place = null;
        var left = ofAddress[arrival.Address] - 1;
        if (left == 0)
        {
            ofAddress.Remove(arrival.Address);
        }
        else
        {
            ofAddress[arrival.Address] = left;
        }
    }

    /// <summary>One delivery on its way; disposed when its body is here, or never will be.</summary>
    public sealed class Arrival(WebhookArrivals owner, IPAddress address, long at, CancellationTokenSource source) : IDisposable
    {
        public IPAddress Address { get; } = address;

        public long At { get; } = at;

        internal LinkedListNode<Arrival>? Place { get; set; }

        /// <summary>Cancelled when it must give way, or the sender has gone.</summary>
        public CancellationTokenSource Source { get; } = source;

        public void GiveWay()
        {
            try
            {
                Source.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // Its body came in this moment.
            }
        }

        public void Dispose()
        {
            lock (owner.sync)
            {
                owner.Remove(this);
            }

            Source.Dispose();
        }
    }
}
