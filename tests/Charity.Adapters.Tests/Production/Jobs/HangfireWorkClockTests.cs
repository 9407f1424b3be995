using Charity.Adapters.Tests.Clock;
using Charity.Data.Work;
using Charity.Production.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Charity.Adapters.Tests.Production.Jobs;

public sealed class HangfireWorkClockTests(ContractCount count) : WorkClockContract(count, "Hangfire")
{
    protected override void AddClock(IServiceCollection services)
    {
        services.Replace(ServiceDescriptor.Singleton<IWorkClock>(provider => provider.GetRequiredService<HangfireWorkClock>()));
        services.AddJobHosting();
    }
}
