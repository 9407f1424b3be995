using System.Text.Json;
using Charity.Sandbox.Stripe.Faults;
using Charity.Sandbox.Stripe.State;

namespace Charity.Sandbox.Stripe.Api;

/// <summary>
/// Every API request, for assertions. Writes are part of the journal and outlive the process; reads, replays and
/// requests that reached nothing are kept in memory, the newest few thousand of them.
/// </summary>
internal sealed class RequestLog(World world)
{
    private const int MostInMemory = 5_000;

    private readonly Queue<RequestState> passing = new();

    internal IReadOnlyList<RequestState> All
    {
        get
        {
            lock (world.Gate)
            {
                return [.. world.Requests.All().Cast<RequestState>().Concat(passing).OrderBy(r => r.Created)];
            }
        }
    }

    internal void Add(Tx tx, string account, ApiRequest request, int status, Fault? fault, string body) =>
        tx.Put(world.Requests, Make(tx.RequestId!, account, tx.Unix, request, status, fault, replayed: false) with { ObjectId = IdOf(body) });

    internal string Add(string account, ApiRequest request, int status, Fault? fault, bool replayed = false)
    {
        lock (world.Gate)
        {
            var id = world.Ids.Next("req_r");
            passing.Enqueue(Make(id, account, world.Now.ToUnixTimeSeconds(), request, status, fault, replayed));
            if (passing.Count > MostInMemory)
            {
                passing.Dequeue();
            }

            return id;
        }
    }

    internal void Clear()
    {
        lock (world.Gate) { passing.Clear(); }
    }

    private static RequestState Make(
        string id, string account, long at, ApiRequest request, int status, Fault? fault, bool replayed) => new()
        {
            Id = id,
            Account = account,
            Created = at,
            Method = request.Method,
            Path = request.Path,
            Query = request.Query,
            Form = request.Body,
            IdempotencyKey = request.IdempotencyKey,
            Status = status,
            Replayed = replayed,
            Fault = fault?.Kind.ToString(),
        };

    private static string? IdOf(string body)
    {
        var reader = new Utf8JsonReader(System.Text.Encoding.UTF8.GetBytes(body));
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1 && reader.ValueTextEquals("id"u8))
            {
                return reader.Read() ? reader.GetString() : null;
            }
        }

        return null;
    }
}
