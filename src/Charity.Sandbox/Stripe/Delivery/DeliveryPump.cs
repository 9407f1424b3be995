using Charity.Sandbox.Stripe.State;
using Charity.Sandbox.Stripe.Wire;

namespace Charity.Sandbox.Stripe.Delivery;

/// <summary>
/// Sends what is due. A delivery that is not answered with 2xx is tried again with growing pauses for three days, each
/// time with a fresh signature. A process killed between sending and noting the answer sends again: at least once.
/// </summary>
internal sealed class DeliveryPump(World world, WebhookSender sender, Renderer renderer)
{
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromDays(3);

    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(2), TimeSpan.FromHours(5), TimeSpan.FromHours(10), TimeSpan.FromHours(12),
    ];

    private readonly HashSet<string> underWay = new(StringComparer.Ordinal);

    /// <summary>Shuffles each batch by this seed; null sends in order.</summary>
    internal int? ReorderSeed { get; set; }

    internal DateTimeOffset? NextAt
    {
        get
        {
            lock (world.Gate)
            {
                return world.Outgoing.FirstOrDefault(d => !underWay.Contains(d.Id)) is { } next
                    ? DateTimeOffset.FromUnixTimeMilliseconds(next.DueAt) : null;
            }
        }
    }

    /// <summary>Sends everything that is due now, also what becomes due meanwhile; tells how many were sent.</summary>
    internal async Task<int> PumpAsync(int atOnce, CancellationToken cancellationToken)
    {
        var sent = 0;
        while (Take() is { Count: > 0 } batch)
        {
            try
            {
                if (atOnce == 1)
                {
                    foreach (var delivery in batch)
                    {
                        await SendAsync(delivery, cancellationToken);
                    }
                }
                else
                {
                    await Parallel.ForEachAsync(
                        batch, new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellationToken },
                        async (delivery, token) => await SendAsync(delivery, token));
                }

                sent += batch.Count;
            }
            finally
            {
                lock (world.Gate) { underWay.ExceptWith(batch.Select(d => d.Id)); }
            }
        }

        return sent;
    }

    private List<DeliveryState> Take()
    {
        lock (world.Gate)
        {
            var now = world.Now.ToUnixTimeMilliseconds();
            var batch = world.Outgoing.TakeWhile(d => d.DueAt <= now).Where(d => !underWay.Contains(d.Id)).ToList();
            underWay.UnionWith(batch.Select(d => d.Id));
            if (ReorderSeed is { } seed)
            {
#pragma warning disable CA5394 // A reproducible shuffle is wanted, not an unpredictable one.
                new Random(seed).Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(batch));
#pragma warning restore CA5394
            }

            return batch;
        }
    }

    private async Task SendAsync(DeliveryState delivery, CancellationToken cancellationToken)
    {
        EndpointState? endpoint;
        EventState e;
        long timestamp;
        lock (world.Gate)
        {
            endpoint = world.Endpoints.Find(delivery.Endpoint);
            e = world.Events.Get(delivery.Event);
            timestamp = world.Now.ToUnixTimeSeconds();
        }

        var (status, error) = endpoint is null or { Disabled: true }
            ? (null, "endpoint removed")
            : await sender.SendAsync(delivery, endpoint, renderer.Render(e, timestamp), timestamp, cancellationToken);
        world.Change(world.Now, tx => Note(tx, delivery.Id, status, error, retry: endpoint is { Disabled: false }));
    }

    private void Note(Tx tx, string id, int? status, string? error, bool retry)
    {
        // A reset while the request was under way took the delivery with it.
        if (world.Deliveries.Find(id) is not { IsPending: true } delivery)
        {
            return;
        }

        var attempts = delivery.Attempts + 1;
        var next = tx.UnixMilliseconds + (long)Pauses[Math.Min(attempts, Pauses.Length) - 1].TotalMilliseconds;
        var outcome = status is >= 200 and < 300 ? "delivered"
            : retry && next <= delivery.FirstAt + (long)GiveUpAfter.TotalMilliseconds ? "pending" : "failed";
        tx.Put(world.Deliveries, delivery with
        {
            Status = outcome,
            Attempts = attempts,
            LastStatus = status,
            LastError = error,
            DueAt = outcome == "pending" ? next : delivery.DueAt,
        });
    }
}
