using Charity.Data.Work;
using Charity.Embedded.Clock;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Charity.Adapters.Tests.Clock;

public sealed class EmbeddedWorkClockTests : WorkClockContract
{
    protected override void AddClock(IServiceCollection services)
    {
        services.Replace(ServiceDescriptor.Singleton<IWorkClock>(provider => provider.GetRequiredService<EmbeddedWorkClock>()));
        services.AddHostedService(provider => provider.GetRequiredService<EmbeddedWorkClock>());
    }
}
