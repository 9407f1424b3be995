using Charity.Data;
using Charity.Organisation;
using Charity.Payments;
using Microsoft.EntityFrameworkCore;

namespace Charity.Donations;

/// <summary>What to fetch for a gift that waits.</summary>
internal sealed record GiftQuery(DonationStatus Status, string Account, string? SessionId, CallSpec? Call, string Reference);

/// <summary>Reads what a waiting gift waits for.</summary>
internal sealed class ReadWaitingGift(CharityDb db, EntityDirectory entities, BeginCheckout begin, TimeProvider time)
{
    /// <summary>Null when the gift waits for nothing: it is paid, over, a transfer, or not there.</summary>
    public async Task<GiftQuery?> RunAsync(Guid donationId, CancellationToken cancel)
    {
        var gift = await db.Donations.AsNoTracking().FirstOrDefaultAsync(d => d.Id == donationId, cancel);
        if (gift is not { Channel: DonationChannel.Stripe } || DonationTransitions.RankOf(gift.Status) > 2 || gift.SessionAttempt == 0)
        {
            return null;
        }

        var account = (await entities.OneAsync(gift.LegalEntityId, cancel)).StripeAccount!;
        if (gift.SessionId is { } session)
        {
            return new GiftQuery(gift.Status, account, session, null, gift.Id.ToString());
        }

        var body = (await begin.RequestAsync(gift, time.GetUtcNow().UtcDateTime, cancel)).ToFormBody();
        return new GiftQuery(gift.Status, account, null, BeginCheckout.SpecOf(gift.Id, gift.SessionAttempt, account, body), gift.Id.ToString());
    }
}

/// <summary>
/// Asks the provider how a waiting gift stands and applies the answer: what a webhook would have told. For the thanks
/// page and for staff. It may run beside the worker; the gift settles once. Failures of the provider leave all as it is.
/// </summary>
public sealed class RefreshGift(UseCases useCases, IPaymentGateway gateway, RefreshLimit limit)
{
    /// <param name="claimedSession">
    /// A session id from the return address. Believed only as far as the provider then says that the session carries
    /// this gift's id, and used only while we do not know the gift's session ourselves.
    /// </param>
    /// <returns>True when the provider was asked.</returns>
    public async Task<bool> RunAsync(Guid donationId, string? claimedSession, CancellationToken cancel)
    {
        var query = await useCases.RunAsync<ReadWaitingGift, GiftQuery?>(r => r.RunAsync(donationId, cancel), cancel);
        var session = query?.SessionId ?? (IsSessionId(claimedSession) ? claimedSession : null);
        if (query is null || session is null || !limit.Allows(donationId))
        {
            return false;
        }

        try
        {
            using var budget = GatewayBudget.ForAPerson();
            var fact = await gateway.GetSessionAsync(query.Account, session, cancel);
            if (fact.ClientReferenceId != query.Reference)
            {
                return true;
            }

            await useCases.RunAsync<RecordCheckout, DonationStatus>(r => r.DoneAsync(donationId, 0, fact, cancel), cancel);
            return true;
        }
        catch (GatewayException)
        {
            // The page shows what we know; the webhook or the timetable brings the rest.
            return true;
        }
    }

    private static bool IsSessionId(string? text)
        => text is { Length: > 3 and <= 255 } && text.StartsWith("cs_", StringComparison.Ordinal)
           && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}

/// <summary>Keeps a page that reloads itself from asking the provider more than once in a few seconds for each gift.</summary>
public sealed class RefreshLimit
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    /// <summary>Gifts remembered; beyond that all are forgotten at once.</summary>
    private const int Capacity = 10_000;

    private readonly Dictionary<Guid, long> last = [];
    private readonly Lock gate = new();

    public bool Allows(Guid donationId)
    {
        // Real time: people wait in it, also where the business clock stands still.
        var now = TimeProvider.System.GetTimestamp();
        lock (gate)
        {
            if (last.TryGetValue(donationId, out var before) && TimeProvider.System.GetElapsedTime(before, now) < Pause)
            {
                return false;
            }

            if (last.Count >= Capacity)
            {
                last.Clear();
            }

            last[donationId] = now;
            return true;
        }
    }
}
