namespace Charity.Sandbox.Stripe.Flow;

/// <summary>The accounts of the options, by id and by key.</summary>
internal sealed class Accounts(StripeSimulatorOptions options)
{
    private readonly Dictionary<string, SimulatedAccount> byId = options.Accounts.ToDictionary(a => a.Id, StringComparer.Ordinal);

    private readonly Dictionary<string, SimulatedAccount> byKey = options.Accounts
        .SelectMany(a => a.SecretKeys.Select(k => (Key: k, Account: a)))
        .ToDictionary(p => p.Key, p => p.Account, StringComparer.Ordinal);

    internal IReadOnlyList<SimulatedAccount> All { get; } = [.. options.Accounts];

    internal SimulatedAccount Get(string id) => byId[id];

    internal SimulatedAccount? Find(string id) => byId.GetValueOrDefault(id);

    internal SimulatedAccount? ByKey(string key) => byKey.GetValueOrDefault(key);
}
