using Charity.Data.Work;
using Charity.Embedded.Clock;
using Charity.Testing.Tools;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Charity.Adapters.Tests.Clock;

public sealed class EmbeddedWorkClockTests(ContractTally<WorkClockContract> tally) : WorkClockContract(tally, "Embedded")
{
    protected override void AddClock(IServiceCollection services)
    {
        services.TryAddSingleton<EmbeddedWorkClock>();
        services.Replace(ServiceDescriptor.Singleton<IWorkClock>(provider => provider.GetRequiredService<EmbeddedWorkClock>()));
        services.AddHostedService(provider => provider.GetRequiredService<EmbeddedWorkClock>());
    }
}
