using Charity.Data;

namespace Charity.Operations;

/// <summary>
/// Tells this installation from any other that answers "alive": all nodes that share <c>Tokens__Key</c> say the same. Not
/// secret, and nothing else can be made from it.
/// </summary>
public sealed class InstallationMark(PublicTokens tokens)
{
    /// <summary>The header of the answer of <see cref="LivePath"/>.</summary>
    public const string Header = "Charity-Installation";

    public const string LivePath = "/health/live";

    /// <summary>Purpose of the token that it is the beginning of.</summary>
    internal const string Purpose = "installation";

    private const int Characters = 16;

    public string Value { get; } = tokens.For(Purpose, Guid.Empty, 1)[..Characters];
}
