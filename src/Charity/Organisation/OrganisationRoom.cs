using Charity.Data;
using Charity.Data.Approvals;
using Charity.Data.Work;
using Microsoft.Extensions.DependencyInjection;

namespace Charity.Organisation;

/// <summary>
/// Who runs this installation: the organisation, its legal entities with their bank accounts and country packs, the
/// versions of their terms, and the address the site stands under. A hallway: every room may call it.
/// </summary>
public static class OrganisationRoom
{
    public static IServiceCollection AddOrganisation(this IServiceCollection services)
    {
        return services
            .AddSettings<SiteOptions>(SiteOptions.Section, SiteOptions.Faults)
            .AddSingleton(CountryPacks.Load())
            .AddSettings<EncryptionOptions>(EncryptionOptions.Section, EncryptionOptions.Faults)
            .AddSingleton<TaxIdVault>()
            .AddScoped<AddLegalEntity>()
            .AddScoped<EntityDirectory>()
            .AddScoped<SetUpOrganisation>()
            .AddScoped<AddBankAccount>()
            .AddScoped<PublishTerms>()
            .AddScoped<ChangeLegalEntity>()
            .AddScoped<CheckBankDetails>()
            .AddApprovalHandler<ApplyBankDetails, BankDetails>()
            .AddScoped<ApplyPlannedChanges>()
            .AddTimetableJob<ApplyPlannedChangesJob>();
    }
}
