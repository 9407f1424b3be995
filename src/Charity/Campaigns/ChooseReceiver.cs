namespace Charity.Campaigns;

/// <summary>How money comes in.</summary>
public enum GiftMeans
{
    Card,
    Transfer,
}

/// <summary>A receiving entity as far as the choice needs it.</summary>
/// <param name="CardAccount">Its Stripe account, or null: then it takes no cards.</param>
/// <param name="TransferCurrencies">Currencies of its bank accounts that accept gifts.</param>
public sealed record ReceiverCandidate(
    Guid LegalEntityId, Guid FundId, bool TakesCards, bool TakesTransfers, string? CardAccount,
    IReadOnlyCollection<string> TransferCurrencies, int Position);

/// <summary>
/// Picks the entity that receives a gift: the first in the campaign's order that takes the means. A transfer goes to an
/// entity with an account in that currency, else to one whose account converts. An entity without a card account never
/// gets a card gift; a partner entity named by the campaign takes it.
/// </summary>
public static class ChooseReceiver
{
    public static ReceiverCandidate? For(IEnumerable<ReceiverCandidate> candidates, GiftMeans means, string currency)
    {
        var inOrder = candidates.OrderBy(c => c.Position).ToList();
        return means switch
        {
            GiftMeans.Card => inOrder.Find(c => c is { TakesCards: true, CardAccount: not null }),
            GiftMeans.Transfer => inOrder.Find(c => c.TakesTransfers && c.TransferCurrencies.Contains(currency))
                                  ?? inOrder.Find(c => c.TakesTransfers && c.TransferCurrencies.Count > 0),
            _ => null,
        };
    }
}
