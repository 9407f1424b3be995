using Charity.Data;
using Microsoft.EntityFrameworkCore;

namespace Charity.Payments;

/// <summary>Writes down a call before it is made, or finds what became of it.</summary>
internal sealed class StoreCall(CharityDb db, TimeProvider time)
{
    /// <summary>Null when there is no call of that key.</summary>
    public async Task<StoredCall?> ReadAsync(string key, CancellationToken cancel)
        => await db.StripeCalls.AsNoTracking().SingleOrDefaultAsync(c => c.Key == key, cancel) is { } call ? Show(call, false) : null;

    /// <summary>What to do now: send (the body), fetch the result, or nothing.</summary>
    public async Task<StoredCall> RunAsync(CallSpec spec, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(spec.Key.Length, CallSpec.LongestKey);
        var now = time.GetUtcNow().UtcDateTime;
        var call = await db.StripeCalls.SingleOrDefaultAsync(c => c.Key == spec.Key, cancel);
        if (call is null)
        {
            call = new StripeCall(spec, now);
            db.StripeCalls.Add(call);
        }
        else if (call.MayBeSentAgain(now))
        {
            call.SendAgain();
        }
        else
        {
            return Show(call, false);
        }

        await db.SaveChangesAsync(cancel);
        return Show(call, true);
    }

    private static StoredCall Show(StripeCall call, bool send)
        => new(call.State, send, call.Account, call.Body, call.ResultId, call.ErrorCode, call.FirstSentAt);
}

/// <param name="Send">True when it is to be sent now.</param>
internal sealed record StoredCall(
    StripeCallState State, bool Send, string Account, string Body, string? ResultId, string? ErrorCode, DateTime FirstSentAt);
