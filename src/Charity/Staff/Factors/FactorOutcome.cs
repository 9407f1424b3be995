namespace Charity.Staff.Factors;

/// <summary>What became of a change to someone's own second factors.</summary>
public enum FactorChange
{
    Done,

    /// <summary>There is no such account or passkey.</summary>
    NotFound,

    /// <summary>The code does not belong to this secret and time, or was used.</summary>
    WrongCode,

    /// <summary>It is the last second factor: the account would rest on its password alone.</summary>
    LastFactor,

    /// <summary>Someone has this very passkey already.</summary>
    AlreadyThere,

    /// <summary>No name, too long a one, or more passkeys than anyone needs.</summary>
    BadName,
    TooMany,
}

/// <param name="RecoveryCodes">Fresh ones, to be shown this once; empty where the old ones stay.</param>
public sealed record FactorOutcome(FactorChange Change, IReadOnlyList<string> RecoveryCodes)
{
    internal static FactorOutcome Of(FactorChange change) => new(change, []);
}
