using Charity.Data;
using Microsoft.Extensions.Logging;

namespace Charity.Payments;

/// <summary>
/// Makes a writing call so that it takes effect at most once and is never forgotten: the row is stored, then the call
/// is sent, then the answer is stored, each in a save of its own. Called again with the same key it sends the same
/// bytes again while the provider remembers the key, and never afterwards.
/// </summary>
public sealed class CallOnce(UseCases useCases, IPaymentGateway gateway, ILogger<CallOnce> logger)
{
    /// <summary>Clocks of the two sides may differ by this much when a search begins "at the first sending".</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(10);

    /// <summary>Pages of a search; each holds a hundred sessions.</summary>
    private const int MostPages = 100;

    /// <summary>Creates a Checkout Session, or gives the one that this key has created already, as it stands now.</summary>
    public Task<CallOutcome<SessionFact>> CreateSessionAsync(CallSpec spec, CancellationToken cancel)
        => RunAsync(spec, gateway.CreateSessionAsync, gateway.GetSessionAsync, s => s.Id, cancel);

    /// <summary>Creates a refund, or gives the one that this key has created already, as it stands now.</summary>
    public Task<CallOutcome<RefundFact>> CreateRefundAsync(CallSpec spec, CancellationToken cancel)
        => RunAsync(spec, gateway.CreateRefundAsync, gateway.GetRefundAsync, r => r.Id, cancel);

    /// <summary>
    /// After <see cref="CallResult.MustSearch"/>: looks for a session that carries our reference and that no other call
    /// made. Done: it was created and is ours now. Refused: nothing was created; raise the attempt number.
    /// </summary>
    /// <param name="reference">The <c>client_reference_id</c> that the call sent.</param>
    /// <exception cref="GatewayException">The list could not be read; nothing is decided, search again later.</exception>
    public async Task<CallOutcome<SessionFact>> SearchSessionAsync(CallSpec spec, string reference, CancellationToken cancel)
    {
        var stored = await useCases.RunAsync<StoreCall, StoredCall?>(store => store.ReadAsync(spec.Key, cancel), cancel)
            ?? throw new InvalidOperationException($"Call {spec.Key} was never made; there is nothing to search for.");
        var resultId = stored.ResultId;
        if (stored.State is StripeCallState.Sending or StripeCallState.Unknown)
        {
            var others = await useCases.RunAsync<CloseCall, IReadOnlyList<string>>(close => close.OtherResultsAsync(spec, cancel), cancel);
            var found = await FindAsync(stored, reference, others, cancel);
            resultId = await useCases.RunAsync<CloseCall, string?>(close => close.RunAsync(spec.Key, found, cancel), cancel);
        }

        return resultId is null
            ? new(CallResult.Refused, ErrorCode: stored.ErrorCode ?? StripeCall.FoundNothing)
            : new(CallResult.Done, await gateway.GetSessionAsync(stored.Account, resultId, cancel));
    }

    private async Task<CallOutcome<TFact>> RunAsync<TFact>(
        CallSpec spec, Func<string, string, string, CancellationToken, Task<TFact>> send,
        Func<string, string, CancellationToken, Task<TFact>> fetch, Func<TFact, string> idOf, CancellationToken cancel)
        where TFact : class
    {
        var stored = await useCases.RunAsync<StoreCall, StoredCall>(store => store.RunAsync(spec, cancel), cancel);
        if (!stored.Send)
        {
            return await WithoutSendingAsync(stored, fetch, cancel);
        }

        try
        {
            var fact = await send(stored.Account, stored.Body, spec.Key, cancel);
            // The provider has acted: its answer is stored even if whoever asked has gone.
            await useCases.RunAsync<RecordAnswer, CallResult>(
                record => record.RunAsync(spec.Key, idOf(fact), null, CancellationToken.None), CancellationToken.None);
            return new(CallResult.Done, fact);
        }
        catch (GatewayException error)
        {
            var result = await useCases.RunAsync<RecordAnswer, CallResult>(
                record => record.RunAsync(spec.Key, null, error, CancellationToken.None), CancellationToken.None);
            logger.LogWarning("Call {Key} ({Purpose}) ended {Result}: {Code}", spec.Key, spec.Purpose, result, error.Code);
            return new(result, ErrorCode: error.Code);
        }
    }

    private static async Task<CallOutcome<TFact>> WithoutSendingAsync<TFact>(
        StoredCall stored, Func<string, string, CancellationToken, Task<TFact>> fetch, CancellationToken cancel)
        where TFact : class
    {
        if (stored.State == StripeCallState.Refused)
        {
            return new(CallResult.Refused, ErrorCode: stored.ErrorCode);
        }

        if (stored.State != StripeCallState.Done)
        {
            return new(CallResult.MustSearch, ErrorCode: stored.ErrorCode);
        }

        try
        {
            return new(CallResult.Done, await fetch(stored.Account, stored.ResultId!, cancel));
        }
        catch (GatewayException error)
        {
            return new(error.Fault == GatewayFault.Busy ? CallResult.Busy : CallResult.Unknown, ErrorCode: error.Code);
        }
    }

    private async Task<string?> FindAsync(StoredCall stored, string reference, IReadOnlyList<string> others, CancellationToken cancel)
    {
        string? after = null;
        for (var page = 0; page < MostPages; page++)
        {
            var list = await gateway.ListSessionsAsync(stored.Account, new ListRange(stored.FirstSentAt - Skew, after), cancel);
            if (list.Items.FirstOrDefault(s => s.ClientReferenceId == reference && !others.Contains(s.Id)) is { } found)
            {
                return found.Id;
            }

            if (!list.HasMore || list.Items.Count == 0)
            {
                return null;
            }

            after = list.Items[^1].Id;
        }

        throw new GatewayException(GatewayFault.Unknown, "list_too_long");
    }
}
