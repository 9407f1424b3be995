using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Charity.Payments;

/// <summary>
/// The door to card payments: the port to Stripe, what its objects say, the calls we make and keep, and the intake of
/// its events. Calls no other room. What a payment means for a gift is told in Donations, for the books in
/// Reconciliation; both handle the work that this room files.
/// </summary>
public static class PaymentsRoom
{
    public static IServiceCollection AddPayments(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IValidateOptions<StripeOptions>, StripeOptionsValidator>();
        services.AddOptions<StripeOptions>().Bind(configuration.GetSection(StripeOptions.Section)).ValidateOnStart();
        return services;
    }
}
