using Microsoft.Extensions.DependencyInjection;

namespace Charity.Donors;

/// <summary>
/// Who gives, known by e-mail address. The link from a gift to a donor is unverified until the address is proven. Calls
/// hallways only.
/// </summary>
public static class DonorsRoom
{
    public static IServiceCollection AddDonors(this IServiceCollection services) => services.AddScoped<FindOrAddDonor>();
}
