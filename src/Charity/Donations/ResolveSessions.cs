using Charity.Data;
using Charity.Data.Work;
using Charity.Payments;

namespace Charity.Donations;

/// <summary>
/// Looks again at a gift that waits: asks for its session with the same key where nobody knows whether there is one, and
/// reads the session where there is. Within the key's life the provider gives the same session; after it, its list of
/// sessions is searched for our id, and what is not found never was.
/// </summary>
internal sealed class ResolveSessions(
    UseCases useCases, OpenCheckout checkout, IPaymentGateway gateway, SettleGift settle) : MessageHandler<ResolveSession, ResolvedSession>
{
    /// <summary>A session that is still open after its time is read again.</summary>
    private static readonly TimeSpan AgainAfter = TimeSpan.FromMinutes(10);

    private const int MaxReads = 5;

    public override async Task<ResolvedSession> GatherAsync(ResolveSession message, CancellationToken cancel)
    {
        var query = await useCases.RunAsync<ReadWaitingGift, GiftQuery?>(r => r.RunAsync(message.DonationId, cancel), cancel);
        try
        {
            switch (query)
            {
                case { Call: { } call }:
                    // Each step of a call saves for itself, as its answer must never be lost with a batch.
                    await checkout.ResolveAsync(message.DonationId, call, query.Reference, cancel);
                    return new ResolvedSession(null);
                case { SessionId: { } session }:
                    return new ResolvedSession(await gateway.GetSessionAsync(query.Account, session, cancel));
                default:
                    return new ResolvedSession(null);
            }
        }
        catch (GatewayException error) when (error.IsTransient)
        {
            return new ResolvedSession(null, error.Code);
        }
    }

    public override Task PrepareAsync(IReadOnlyList<WorkItem<ResolveSession, ResolvedSession>> items, CancellationToken cancel)
        => settle.PrepareAsync([.. items.Select(i => i.Fact.Session).OfType<SessionFact>().Select(GiftFact.From)], cancel);

    public override async Task ApplyAsync(WorkItem<ResolveSession, ResolvedSession> item, CancellationToken cancel)
    {
        if (item.Fact.Unreachable is { } code)
        {
            item.RetryLater($"The provider gave no answer ({code}).");
        }
        else if (item.Fact.Session is { } session)
        {
            await settle.ApplyAsync(GiftFact.From(session), cancel);
            if (session.Status == "open" && item.Attempts < MaxReads)
            {
                item.RetryAfter(AgainAfter, "The session is still open.");
            }
        }
    }
}

/// <param name="Session">The session as fetched, or null when there was nothing to read or it is written down already.</param>
/// <param name="Unreachable">Why the provider gave no answer.</param>
internal sealed record ResolvedSession(SessionFact? Session, string? Unreachable = null);
