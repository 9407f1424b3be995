using Charity.Data;
using Microsoft.EntityFrameworkCore;

namespace Charity.Payments;

/// <summary>Ends a call whose outcome a search has shown.</summary>
internal sealed class CloseCall(CharityDb db, TimeProvider time)
{
    /// <param name="foundId">What the call had made, or null when there is nothing.</param>
    /// <returns>Id of what the call made; another than the one found when its own answer has come meanwhile.</returns>
    public async Task<string?> RunAsync(string key, string? foundId, CancellationToken cancel)
    {
        var call = await db.StripeCalls.SingleAsync(c => c.Key == key, cancel);
        var now = time.GetUtcNow().UtcDateTime;
        if (foundId is null)
        {
            call.Refuse(StripeCall.FoundNothing, null, now);
        }
        else
        {
            call.Answer(foundId, now);
        }

        await db.SaveChangesAsync(cancel);
        return call.ResultId;
    }

    /// <summary>Results of the other calls made for the same row: they are not what this one made.</summary>
    public async Task<IReadOnlyList<string>> OtherResultsAsync(CallSpec spec, CancellationToken cancel)
        => await db.StripeCalls.AsNoTracking()
            .Where(c => c.TargetId == spec.TargetId && c.Purpose == spec.Purpose && c.Key != spec.Key && c.ResultId != null)
            .Select(c => c.ResultId!)
            .ToListAsync(cancel);
}
