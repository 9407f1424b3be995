using Charity.Languages;

namespace Charity.Web.Look;

/// <summary>
/// A line at the head of every page, public and staff, that a host registers where it has something to say to all
/// readers: the sandbox, that no real money moves. Without one there is no line.
/// </summary>
/// <param name="Text">One sentence.</param>
/// <param name="Href">Where to read more, or null.</param>
public sealed record SiteNotice(LocalizedText Text, string? Href);
