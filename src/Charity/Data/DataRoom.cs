using Charity.Data.Approvals;
using Charity.Data.Audit;
using Charity.Data.Keys;
using Charity.Data.Limits;
using Charity.Data.Work;
using Charity.Exceptions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Charity.Data;

/// <summary>
/// The hallway to the database: the context, storage rules, ids, public tokens, the runner of use cases, and under Work/
/// the outbox, the inbox, the relay that empties them and the timetable; under Approvals/ what needs a second person, under
/// Limits/ what all nodes count together. It knows no room but through the mapping.
/// </summary>
public static class DataRoom
{
    private const int TokenKeyBytes = 32;

    public static IServiceCollection AddData(this IServiceCollection services)
    {
        services.AddSettings<DatabaseOptions>(DatabaseOptions.Section);
        services.AddSettings<TokenOptions>(TokenOptions.Section, TokenFaults);
        services.AddPooledDbContextFactory<CharityDb>((provider, options) => provider.GetRequiredService<IDatabaseEngine>().Configure(options));
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IWorkClock, SilentWorkClock>();
        services.AddSingleton<Ids>();
        services.AddSingleton<PublicTokens>();
        services.AddSingleton<UseCases>();
        services.AddSingleton<DatabaseStartup>();
        services.AddHostedService<DatabaseCheck>();
        services.AddDataProtectionKeys();
        services.AddSingleton<WorkMap>();
        services.AddSingleton<Relay>();
        services.AddSingleton<Timetable>();
        services.AddTimetableJob<RelayJob>();
        services.AddTimetableJob<TendDatabaseJob>();
        services.AddTimetableJob<SealAuditJob>();
        services.AddScoped<SealAudit>();
        services.AddScoped<AuditLog>();
        services.AddMetrics();
        services.AddSingleton<Measures>();
        services.AddScoped<CountLater>();
        services.AddSingleton(new LimitClock(TimeProvider.System));
        services.AddSingleton<LimitKeys>();
        services.AddSingleton<SharedLimits>();
        services.AddScoped<TakeLimits>();
        services.AddScoped<CountBrowserReport>();
        services.AddTimetableJob<PruneLimits>();
        services.AddScoped<RetryWork>();
        services.AddScoped<ICauseCheck, WorkCauses>();
        services.AddApprovalHandler<IgnoreWorkHandler, IgnoreWork>();
        services.AddApprovals();
        return services.AddScoped<Outbox>();
    }

    /// <summary>What needs a second person: kinds are registered by the rooms that carry them out.</summary>
    private static void AddApprovals(this IServiceCollection services)
        => services
            .AddSingleton<ApprovalMap>()
            .AddScoped<ApprovalRequests>()
            .AddScoped<RequestApproval>()
            .AddScoped<DecideApproval>()
            .AddScoped<WithdrawApproval>()
            .AddScoped<ExpireApprovals>()
            .AddTimetableJob<ExpireApprovalsJob>();

    private static IEnumerable<string> TokenFaults(TokenOptions options)
    {
        Span<byte> key = stackalloc byte[TokenKeyBytes + 1];
        return options.Key.Length > 0 && !(Convert.TryFromBase64String(options.Key, key, out var length) && length == TokenKeyBytes)
            ? [$"{Settings.Variable(TokenOptions.Section, nameof(TokenOptions.Key))} must be {TokenKeyBytes} random bytes in base64 (openssl rand -base64 {TokenKeyBytes})."]
            : [];
    }
}
