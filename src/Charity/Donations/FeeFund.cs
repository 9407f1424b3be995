using Charity.Data;
using Microsoft.EntityFrameworkCore;

namespace Charity.Donations;

/// <summary>The fund that bears the processing fees of an entity that names no general fund: an unrestricted one first.</summary>
public sealed class FeeFund(CharityDb db)
{
    /// <exception cref="InvalidOperationException">The entity has no fund at all.</exception>
    public async Task<Guid> OfAsync(Guid legalEntityId, CancellationToken cancel)
        => await db.Funds.AsNoTracking().Where(f => f.LegalEntityId == legalEntityId).OrderBy(f => f.Restricted).ThenBy(f => f.Code)
               .Select(f => (Guid?)f.Id).FirstOrDefaultAsync(cancel)
           ?? throw new InvalidOperationException($"Legal entity {legalEntityId} has no fund to bear its fees; add a general fund, then retry.");
}
