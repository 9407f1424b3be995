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
    UseCases useCases, OpenCheckout checkout, IPaymentGateway gateway, SettleGift settle) : MessageHandler<ResolveSession, SessionFact?>
{
    /// <summary>A session that is still open after its time is read again.</summary>
    private static readonly TimeSpan AgainAfter = TimeSpan.FromMinutes(10);

    private const int MaxReads = 5;

    public override async Task<SessionFact?> GatherAsync(ResolveSession message, CancellationToken cancel)
    {
        var query = await useCases.RunAsync<ReadWaitingGift, GiftQuery?>(r => r.RunAsync(message.DonationId, cancel), cancel);
        if (query is { Call: { } call })
        {
            // Each step of a call saves for itself, as its answer must never be lost with a batch.
            await checkout.ResolveAsync(message.DonationId, call, query.Reference, cancel);
            return null;
        }

        return query is { SessionId: { } session } ? await gateway.GetSessionAsync(query.Account, session, cancel) : null;
    }

    public override Task PrepareAsync(IReadOnlyList<WorkItem<ResolveSession, SessionFact?>> items, CancellationToken cancel)
        => settle.PrepareAsync([.. items.Select(i => i.Fact).OfType<SessionFact>().Select(GiftFact.From)], cancel);

    public override async Task ApplyAsync(WorkItem<ResolveSession, SessionFact?> item, CancellationToken cancel)
    {
        if (item.Fact is not { } session)
        {
            return;
        }

        await settle.ApplyAsync(GiftFact.From(session), cancel);
        if (session.Status == "open" && item.Attempts < MaxReads)
        {
            item.RetryAfter(AgainAfter, "The session is still open.");
        }
    }
}
