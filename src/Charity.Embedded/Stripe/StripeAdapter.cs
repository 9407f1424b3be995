using Charity.Payments;
using Microsoft.Extensions.DependencyInjection;

namespace Charity.Embedded.Stripe;

/// <summary>Registers card payments over Stripe's HTTP interface.</summary>
public static class StripeAdapter
{
    /// <summary>Name of the HTTP client, for hosts that put another transport below it (the in-process simulator).</summary>
    public const string ClientName = "stripe";

    public static IServiceCollection AddStripeHttp(this IServiceCollection services)
    {
        services.AddStripeConnection("Charity/1 (Embedded)");
        services.AddSingleton<StripeTransport>();
        services.AddSingleton<IPaymentGateway, StripeHttp>();
        return services;
    }
}
