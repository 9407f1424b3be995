using Xunit;

namespace Charity.Adapters.Tests;

/// <summary>
/// A test that needs Stripe's published example of every resource (<c>fixtures3.json</c> of github.com/stripe/openapi).
/// <c>CHARITY_STRIPE_FIXTURES</c> names the file or its folder; unset, the test is reported as skipped.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FixtureFactAttribute : FactAttribute
{
    public FixtureFactAttribute()
    {
        if (Path() is null)
        {
            Skip = "CHARITY_STRIPE_FIXTURES does not name fixtures3.json of github.com/stripe/openapi: objects are not compared with Stripe's.";
        }
    }

    public static string? Path()
    {
        var set = Environment.GetEnvironmentVariable("CHARITY_STRIPE_FIXTURES");
        var file = set is null ? null : Directory.Exists(set) ? System.IO.Path.Combine(set, "fixtures3.json") : set;
        return File.Exists(file) ? file : null;
    }
}
