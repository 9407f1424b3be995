using Xunit;

namespace Charity.Browser.Tests.Running;

/// <summary>
/// A test in a real browser. Without one it is reported as skipped, except where <c>CI</c> is set: there it runs, and
/// fails for want of a browser.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() => Skip = BrowserNeeded.SkipReason;
}

/// <summary>As <see cref="BrowserFactAttribute"/>, once for each row of data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute() => Skip = BrowserNeeded.SkipReason;
}

internal static class BrowserNeeded
{
    internal static string? SkipReason { get; } =
        InstalledBrowser.Path is null && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI"))
            ? "No Chromium, Chrome or Edge is installed here; CHARITY_BROWSER may name one."
            : null;
}
