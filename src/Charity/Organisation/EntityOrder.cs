namespace Charity.Organisation;

/// <summary>
/// The order in which an organisation's legal entities stand everywhere: those that take cards first, then by code. The
/// zone of the first is the organisation's.
/// </summary>
public static class EntityOrder
{
    public static IOrderedQueryable<LegalEntity> InOrder(this IQueryable<LegalEntity> entities)
        => entities.OrderBy(e => e.StripeAccount == null).ThenBy(e => e.Code);

    /// <param name="code">Of the entity that stands before all others; null for none.</param>
    public static IOrderedQueryable<LegalEntity> InOrderAfter(this IQueryable<LegalEntity> entities, string? code)
        => entities.OrderBy(e => e.Code != code).ThenBy(e => e.StripeAccount == null).ThenBy(e => e.Code);
}
