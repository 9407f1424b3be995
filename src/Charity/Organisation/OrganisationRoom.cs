using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Charity.Organisation;

/// <summary>
/// Who runs this installation: the organisation, its legal entities with their bank accounts and country packs, the
/// versions of their terms, and the address the site stands under. A hallway: every room may call it.
/// </summary>
public static class OrganisationRoom
{
    public static IServiceCollection AddOrganisation(this IServiceCollection services)
    {
        services.AddOptions<SiteOptions>().BindConfiguration(SiteOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SiteOptions>, SiteOptionsCheck>();
        return services
            .AddScoped<SetUpOrganisation>()
            .AddScoped<AddBankAccount>()
            .AddScoped<PublishTerms>();
    }
}
