using Charity.Data;
using Charity.Data.Work;
using Charity.Staff;
using Hangfire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Charity.Production.Jobs;

/// <summary>Background work by Hangfire: the clock, this node's workers, the job store and the dashboard.</summary>
internal static class JobsRegistration
{
    public static IServiceCollection AddHangfireJobs(this IServiceCollection services)
    {
        services.AddSettings<JobOptions>(JobOptions.Section, JobOptions.Faults);
        services.AddSingleton(provider => JobStores.Open(
            provider.GetRequiredService<IOptions<DatabaseOptions>>().Value, provider.GetRequiredService<IOptions<JobOptions>>().Value));
        services.AddSingleton<IAdapterStore, SqlServerJobTables>();

        services.AddSingleton<HangfireWorkClock>();
        services.AddSingleton<IWorkClock>(provider => provider.GetRequiredService<HangfireWorkClock>());
        services.AddSingleton<JobServer>();
        services.AddJobHosting();
        services.AddTransient<TimetableEntryJob>();
        services.AddTransient<RelayJobRun>();

        services.AddHttpContextAccessor();
        services.AddSingleton<ByHand>();
        services.AddSingleton<IRecurringJobManagerFactory>(provider => provider.GetRequiredService<ByHand>());
        services.AddSingleton<IBackgroundJobClientFactory>(provider => provider.GetRequiredService<ByHand>());
        return services.AddSingleton<IStaffTool, JobDashboard>();
    }

    /// <summary>In this order: hosts stop the clock first, so that nothing new is asked for while the workers end.</summary>
    public static IServiceCollection AddJobHosting(this IServiceCollection services)
        => services
            .AddHostedService(provider => provider.GetRequiredService<JobServer>())
            .AddHostedService(provider => provider.GetRequiredService<HangfireWorkClock>());
}
