using Charity.Data;
using Charity.Data.Work;
using Charity.Embedded.Clock;
using Charity.Embedded.Mail;
using Charity.Embedded.Pdf;
using Charity.Embedded.Sqlite;
using Charity.Embedded.Stripe;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Charity.Embedded;

/// <summary>The adapters that run on what .NET and SQLite carry: no server, no account, no licence key.</summary>
public static class EmbeddedAdapters
{
    /// <summary>Registers an adapter for each port of <c>Charity</c>.</summary>
    public static IServiceCollection AddEmbeddedAdapters(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<IDatabaseEngine, SqliteEngine>();
        services.AddEmbeddedClock();
        services.AddStripeHttp();
        services.AddPdfDocuments();
        services.AddMailTransport();
        return services;
    }

    private static void AddEmbeddedClock(this IServiceCollection services)
    {
        services.AddSingleton<EmbeddedWorkClock>();
        services.AddSingleton<IWorkClock>(provider => provider.GetRequiredService<EmbeddedWorkClock>());
        services.AddHostedService(provider => provider.GetRequiredService<EmbeddedWorkClock>());
    }
}
