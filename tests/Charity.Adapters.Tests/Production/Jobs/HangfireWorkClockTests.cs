using Charity.Adapters.Tests.Clock;
using Charity.Data.Work;
using Charity.Production.Jobs;
using Charity.Testing.Tools;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Charity.Adapters.Tests.Production.Jobs;

public sealed class HangfireWorkClockTests(ContractTally<WorkClockContract> tally) : WorkClockContract(tally, "Hangfire")
{
    protected override void AddClock(IServiceCollection services)
    {
        services.Replace(ServiceDescriptor.Singleton<IWorkClock>(provider => provider.GetRequiredService<HangfireWorkClock>()));
        services.AddJobHosting();
    }
}
