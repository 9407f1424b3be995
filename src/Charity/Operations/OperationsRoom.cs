using Microsoft.Extensions.DependencyInjection;

namespace Charity.Operations;

/// <summary>
/// What keeps an installation running: back-up and the way back, reading events again, and what health checks and
/// metrics say of the whole. Called by the command line and by monitors; changes no gift and no entry.
/// </summary>
public static class OperationsRoom
{
    public static IServiceCollection AddOperations(this IServiceCollection services)
        => services
            .AddSingleton<InstallationMark>()
            .AddSingleton<BackUp>()
            .AddSingleton<CheckBackUp>()
            .AddSingleton<ReadCondition>()
            .AddSingleton<ReadStorage>()
            .AddSingleton<CheckHealth>()
            .AddSingleton<ConditionGauges>()
            .AddHostedService(provider => provider.GetRequiredService<ConditionGauges>())
            .AddScoped<PrepareRestored>()
            .AddScoped<ReplayInbox>();
}
