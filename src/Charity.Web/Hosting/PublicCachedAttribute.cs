namespace Charity.Web.Hosting;

/// <summary>
/// A page that is the same for everyone who reads its language: it never looks at a cookie, the query, the reader's
/// address or who is signed in, and shows no token. It is made at most once in <see cref="Seconds"/> seconds and served
/// whole, headers included, by the <see cref="PageCache"/>. A page with a form that posts may not carry this, and each
/// parameter of its handler says <c>[FromRoute]</c>: otherwise a query or a body that one reader sends would choose what
/// all others see under the address.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class PublicCachedAttribute : Attribute
{
    /// <summary>A confirmed gift shows within five seconds: twice this, and the time to make the page.</summary>
    public const int DefaultSeconds = 2;

    /// <summary>How long one rendering is served.</summary>
    public int Seconds { get; init; } = DefaultSeconds;

    internal string CacheControl => field ??= FormattableString.Invariant($"public, max-age={Seconds}");
}
