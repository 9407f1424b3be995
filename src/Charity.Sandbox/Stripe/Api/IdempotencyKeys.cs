using System.Security.Cryptography;
using System.Text;
using Charity.Sandbox.Stripe.State;
using Charity.Sandbox.Stripe.Wire;

namespace Charity.Sandbox.Stripe.Api;

/// <summary>
/// Answers stored under idempotency keys, for 24 hours of the simulator's time: the same request is answered from
/// here, another one under the same key is refused, and one that comes while the first runs is turned away.
/// </summary>
internal sealed class IdempotencyKeys(World world)
{
    private const long LifetimeSeconds = 86_400;
    private const int LongestKey = 255;
    private const int ForgottenPerRequest = 4;

    private readonly HashSet<string> underWay = new(StringComparer.Ordinal);

    /// <exception cref="StripeError">The key is in use, or was used for something else.</exception>
    internal Slot Enter(string account, ApiRequest request, FormNode parameters)
    {
        if (request.IdempotencyKey is not { Length: > 0 } key || request.Method != "POST")
        {
            return new Slot(this, null, account, request, null);
        }

        if (key.Length > LongestKey)
        {
            throw new StripeError(
                400, StripeError.InvalidRequest, $"The idempotency key must be at most {LongestKey} characters long.", null, null, stored: false);
        }

        lock (world.Gate)
        {
            var id = $"{account}|{key}";
            if (Alive(id) is { } stored)
            {
                if (stored.Method != request.Method || stored.Path != request.Path)
                {
                    throw StripeError.KeyReusedElsewhere(key, request.Path, stored.Path);
                }

                return stored.Fingerprint == Fingerprint(parameters)
                    ? new Slot(this, null, account, request, stored)
                    : throw StripeError.KeyReused(key);
            }

            return underWay.Add(id) ? new Slot(this, id, account, request, null) : throw StripeError.KeyInUse(key);
        }
    }

    /// <summary>Keeps an answer under the request's key, if it has one.</summary>
    internal void Store(Tx tx, string account, ApiRequest request, int status, string body)
    {
        foreach (var old in world.Keys.Of(account).Take(ForgottenPerRequest).Where(k => k.Created + LifetimeSeconds <= tx.Unix).ToList())
        {
            tx.Remove(world.Keys, old.Id);
        }

        if (request.IdempotencyKey is { Length: > 0 } key && request.Method == "POST")
        {
            tx.Put(world.Keys, new KeyState
            {
                Id = $"{account}|{key}",
                Account = account,
                Created = tx.Unix,
                Method = request.Method,
                Path = request.Path,
                Fingerprint = Fingerprint(FormNode.Parse(request.Body)),
                RequestId = tx.RequestId!,
                Status = status,
                Body = body,
            });
        }
    }

    private KeyState? Alive(string id) =>
        world.Keys.Find(id) is { } stored && stored.Created + LifetimeSeconds > world.Now.ToUnixTimeSeconds() ? stored : null;

    private static string Fingerprint(FormNode parameters)
    {
        var text = new StringBuilder();
        parameters.Canonical(text);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private void Leave(string id)
    {
        lock (world.Gate) { underWay.Remove(id); }
    }

    /// <summary>A request's hold on its key while it runs.</summary>
    internal sealed class Slot(IdempotencyKeys keys, string? id, string account, ApiRequest request, KeyState? stored) : IDisposable
    {
        internal KeyState? Stored => stored;

        internal void Store(Tx tx, int status, string body) => keys.Store(tx, account, request, status, body);

        public void Dispose()
        {
            if (id is not null)
            {
                keys.Leave(id);
            }
        }
    }
}
