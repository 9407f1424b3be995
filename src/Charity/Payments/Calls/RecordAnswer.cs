using Charity.Data;
using Charity.Exceptions;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;

namespace Charity.Payments;

/// <summary>Writes down how a call ended.</summary>
internal sealed class RecordAnswer(CharityDb db, ExceptionLog log, TimeProvider time)
{
    /// <param name="resultId">Id of what was made, or null when the call failed with <paramref name="error"/>.</param>
    public async Task<CallResult> RunAsync(string key, string? resultId, GatewayException? error, CancellationToken cancel)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var call = await db.StripeCalls.SingleAsync(c => c.Key == key, cancel);
        var result = CallResult.Done;
        if (resultId is not null)
        {
            call.Answer(resultId, now);
        }
        else
        {
            result = await FailAsync(call, error!, now, cancel);
        }

        await db.SaveChangesAsync(cancel);
        return result;
    }

    private async Task<CallResult> FailAsync(StripeCall call, GatewayException error, DateTime now, CancellationToken cancel)
    {
        switch (error.Fault)
        {
            case GatewayFault.Refused or GatewayFault.NotFound:
                call.Refuse(error.Code, error.RequestId, now);
                return CallResult.Refused;
            case GatewayFault.Busy:
                call.LeaveUnknown(error.Code, error.RequestId);
                return CallResult.Busy;
            case GatewayFault.Unknown when error.Replayed:
                call.LeaveUnknown(StripeCall.StoredFailure, error.RequestId);
                return CallResult.MustSearch;
            case GatewayFault.Unknown:
                call.LeaveUnknown(error.Code, error.RequestId);
                return CallResult.Unknown;
            case GatewayFault.KeyReused:
                call.LeaveUnknown(StripeCall.StoredFailure, error.RequestId);
                await ReportAsync(
                    call, ExceptionKind.IdempotencyKeyReused, ExceptionSubject.Call(call.Key), new TextKey("finding.call-key-reused"), cancel);
                return CallResult.Faulty;
            default:
                call.LeaveUnknown(error.Code, error.RequestId);
                // Once a day for each account, however many gifts it stops.
                await ReportAsync(
                    call, ExceptionKind.GatewayMisconfigured, ExceptionSubject.Account(call.Account, now),
                    new TextKey("finding.call-refused"), cancel);
                return CallResult.Faulty;
        }
    }

    private Task<bool> ReportAsync(StripeCall call, ExceptionKind kind, string subject, TextKey detail, CancellationToken cancel)
        => log.RaiseAsync(
            new Finding(
                kind, ExceptionSeverity.Critical, subject,
                new KeptText(
                    detail, ("purpose", call.Purpose), ("account", call.Account), ("code", call.ErrorCode ?? "–"), ("request", call.RequestId ?? "–"))),
            cancel);
}
