using Charity.Embedded.Stripe;
using Charity.Payments;
using global::Stripe;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Charity.Production.Stripe;

/// <summary>Registers card payments over Stripe.net.</summary>
public static class StripeNetAdapter
{
    /// <summary>The HTTP client's name is the thin client's (<see cref="StripeAdapter.ClientName"/>): hosts put the simulator below either.</summary>
    public static IServiceCollection AddStripeNet(this IServiceCollection services)
    {
        services.AddStripeConnection($"Charity/1 (Production; Stripe.net {StripeConfiguration.StripeNetVersion})");
        services.AddSingleton<IValidateOptions<StripeOptions>, SpeaksOurVersion>();
        services.AddSingleton<StripeNetClients>();
        services.AddSingleton<IPaymentGateway, StripeNetGateway>();
        return services;
    }

    /// <summary>
    /// Stripe.net names its own version of Stripe's interface in every request. When a newer package names another one
    /// than the webhooks and this program do, both are to be raised together (<see cref="StripeApi.Version"/>).
    /// </summary>
    private sealed class SpeaksOurVersion : IValidateOptions<StripeOptions>
    {
        public ValidateOptionsResult Validate(string? name, StripeOptions options)
            => StripeConfiguration.ApiVersion == StripeApi.Version
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail(
                    $"This build cannot be used: its Stripe.net {StripeConfiguration.StripeNetVersion} speaks version {StripeConfiguration.ApiVersion} of Stripe's interface, the program {StripeApi.Version}.");
    }
}
