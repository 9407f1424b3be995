namespace Charity.Data;

/// <summary>Marks that a query carries as a comment, by which an engine's adapter knows it again.</summary>
public static class SqlTags
{
    /// <summary>A conditional UPDATE by which one node of several takes rows.</summary>
    public const string Claim = "charity: claim";
}
