using Xunit;

namespace Charity.Adapters.Tests.Payments;

/// <summary>Runs where <c>CHARITY_STRIPE_FIXTURES</c> names the folder of Stripe's examples of every resource.</summary>
internal sealed class StripeExamplesFactAttribute : FactAttribute
{
    public StripeExamplesFactAttribute()
    {
        if (File is null)
        {
            Skip = "CHARITY_STRIPE_FIXTURES is not set, or holds no fixtures3.json (Stripe's examples of every resource).";
        }
    }

    public static string? File { get; } = Find();

    private static string? Find()
    {
        var folder = Environment.GetEnvironmentVariable("CHARITY_STRIPE_FIXTURES");
        var file = folder is null ? null : Path.Combine(folder, "fixtures3.json");
        return System.IO.File.Exists(file) ? file : null;
    }
}
