using Charity.Data;
using Charity.Exceptions;
using Microsoft.EntityFrameworkCore;

namespace Charity.Receipts;

/// <summary>A missing receipt is there since.</summary>
internal sealed class ReceiptCauses(CharityDb db) : ICauseCheck
{
    public IReadOnlyList<ExceptionKind> Kinds { get; } = [ExceptionKind.ReceiptMissing];

    public async Task<IEnumerable<GoneCause>> GoneAsync(IReadOnlyList<ExceptionItem> open, CancellationToken cancel)
    {
        var gifts = open.Select(finding => finding.DonationId).OfType<Guid>().Distinct().ToList();
        var issued = (await db.Receipts.AsNoTracking().Where(r => gifts.Contains(r.DonationId)).Select(r => r.DonationId).Distinct().ToListAsync(cancel)).ToHashSet();
        return open.Where(finding => finding.DonationId is { } gift && issued.Contains(gift)).Select(finding => finding.Gone());
    }
}
