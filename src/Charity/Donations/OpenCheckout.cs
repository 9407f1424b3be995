using Charity.Data;
using Charity.Payments;

namespace Charity.Donations;

/// <summary>How the way to the payment page ended.</summary>
public enum CheckoutResult
{
    /// <summary>Send the donor to the address.</summary>
    Ready,

    /// <summary>Paid already, or the money is on its way: show the thanks page.</summary>
    AlreadyPaid,

    /// <summary>The provider is too busy now: the same form works in a moment.</summary>
    ProviderBusy,

    /// <summary>The provider gave no clear answer: the same form works in a moment, and charges once at most.</summary>
    ProviderUnknown,

    /// <summary>The provider certainly refused; nothing was charged. The code says why, such as <c>amount_too_small</c>.</summary>
    ProviderRefused,

    /// <summary>The donor must first follow the link in a mail; the provider was asked for nothing.</summary>
    Held,

    /// <summary>Our settings are wrong; staff have been told. Nothing was charged.</summary>
    ProviderFaulty,
}

/// <param name="Url">Set when ready.</param>
/// <param name="Code">The provider's code when refused.</param>
public sealed record CheckoutOutcome(CheckoutResult Result, string? Url = null, string? Code = null);

/// <summary>
/// Leads a stored gift to its payment page: asks for a session once for each number, with the number's key, and takes a
/// new number only after a definite end of the one before. Not one transaction: each step saves for itself, so that it
/// may be broken off anywhere and begun again.
/// </summary>
public sealed class OpenCheckout(UseCases useCases, CallOnce calls, IPaymentGateway gateway)
{
    /// <summary>Sessions that one request may go through: a lapsed one, a failed one, and the one that works.</summary>
    private const int MaxRounds = 3;

    public async Task<CheckoutOutcome> RunAsync(Guid donationId, CancellationToken cancel)
    {
        // All rounds share the time of one page (GatewayBudget): once it is used up, a call ends unknown without being sent.
        for (var round = 0; round < MaxRounds; round++)
        {
            var step = await useCases.RunAsync<BeginCheckout, CheckoutStep>(b => b.RunAsync(donationId, cancel), cancel);
            if (step.Url is { } open)
            {
                return new CheckoutOutcome(CheckoutResult.Ready, open);
            }

            var outcome = step switch
            {
                { Lapsed: { } lapsed } => await RefreshAsync(donationId, lapsed.Account, lapsed.SessionId, cancel),
                { Held: true } => new CheckoutOutcome(CheckoutResult.Held),
                { Call: { } call } => await AskAsync(donationId, call, step.Reference, cancel),
                _ => new CheckoutOutcome(CheckoutResult.AlreadyPaid),
            };
            if (outcome is not null)
            {
                return outcome;
            }
        }

        return new CheckoutOutcome(CheckoutResult.ProviderUnknown);
    }

    /// <summary>Finds out what became of a request whose outcome is unknown. Throws what may be tried again.</summary>
    /// <exception cref="GatewayException">The provider gave no clear answer again.</exception>
    internal async Task ResolveAsync(Guid donationId, CallSpec call, string reference, CancellationToken cancel)
    {
        var outcome = await CallAsync(call, reference, cancel);
        switch (outcome.Result)
        {
            case CallResult.Done:
                await RecordAsync(r => r.DoneAsync(donationId, NumberOf(call), outcome.Fact!, cancel), cancel);
                break;
            case CallResult.Refused:
                await RecordAsync(r => r.NoneAsync(donationId, NumberOf(call), cancel), cancel);
                break;
            default:
                throw new GatewayException(GatewayFault.Unknown, outcome.ErrorCode ?? "no_answer");
        }
    }

    /// <summary>Null: go round once more.</summary>
    private async Task<CheckoutOutcome?> AskAsync(Guid donationId, CallSpec call, string reference, CancellationToken cancel)
    {
        var number = NumberOf(call);
        var outcome = await CallAsync(call, reference, cancel);
        switch (outcome.Result)
        {
            case CallResult.Done:
                // Open: the next round hands out its address. Ended: the next round takes a new number.
                await RecordAsync(r => r.DoneAsync(donationId, number, outcome.Fact!, cancel), cancel);
                return null;
            case CallResult.Refused:
                await RecordAsync(r => r.NoneAsync(donationId, number, cancel), cancel);
                return outcome.ErrorCode == StripeCall.FoundNothing ? null : new CheckoutOutcome(CheckoutResult.ProviderRefused, Code: outcome.ErrorCode);
            case CallResult.Busy:
                return new CheckoutOutcome(CheckoutResult.ProviderBusy);
            case CallResult.Faulty:
                return new CheckoutOutcome(CheckoutResult.ProviderFaulty);
            default:
                await RecordAsync(r => r.UnknownAsync(donationId, number, outcome.Result == CallResult.MustSearch, cancel), cancel);
                return new CheckoutOutcome(CheckoutResult.ProviderUnknown);
        }
    }

    private async Task<CallOutcome<SessionFact>> CallAsync(CallSpec call, string reference, CancellationToken cancel)
    {
        var outcome = await calls.CreateSessionAsync(call, cancel);
        if (outcome.Result != CallResult.MustSearch || GatewayBudget.PersonWaits)
        {
            // A search may read many pages; nobody waits before a page for that.
            return outcome;
        }

        try
        {
            var found = await calls.SearchSessionAsync(call, reference, cancel);
            return found.Result == CallResult.Refused ? found with { ErrorCode = StripeCall.FoundNothing } : found;
        }
        catch (GatewayException error)
        {
            return new CallOutcome<SessionFact>(CallResult.Unknown, ErrorCode: error.Code);
        }
    }

    /// <summary>The session should have ended; only the provider knows whether it did, or was paid in its last minute.</summary>
    private async Task<CheckoutOutcome?> RefreshAsync(Guid donationId, string account, string sessionId, CancellationToken cancel)
    {
        try
        {
            var session = await gateway.GetSessionAsync(account, sessionId, cancel);
            var status = await RecordAsync(r => r.DoneAsync(donationId, 0, session, cancel), cancel);
            // Still open a moment longer than it said: its page works.
            return status == DonationStatus.CheckoutOpen && session is { Status: "open", Url: { } url }
                ? new CheckoutOutcome(CheckoutResult.Ready, url)
                : status == DonationStatus.CheckoutOpen ? new CheckoutOutcome(CheckoutResult.ProviderUnknown) : null;
        }
        catch (GatewayException error)
        {
            return new CheckoutOutcome(error.Fault == GatewayFault.Busy ? CheckoutResult.ProviderBusy : CheckoutResult.ProviderUnknown);
        }
    }

    private Task<DonationStatus> RecordAsync(Func<RecordCheckout, Task<DonationStatus>> record, CancellationToken cancel)
        => useCases.RunAsync(record, cancel);

    private static int NumberOf(CallSpec call)
        => int.Parse(call.Key.AsSpan(call.Key.LastIndexOf('-') + 1), System.Globalization.CultureInfo.InvariantCulture);
}
