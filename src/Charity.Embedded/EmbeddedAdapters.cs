using Charity.Data;
using Charity.Data.Work;
using Charity.Embedded.Clock;
using Charity.Embedded.Mail;
using Charity.Embedded.Pdf;
using Charity.Embedded.Sqlite;
using Charity.Embedded.Stripe;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Charity.Embedded;

/// <summary>The adapters that run on what .NET and SQLite carry: no server, no account, no licence key.</summary>
public static class EmbeddedAdapters
{
    /// <summary>Registers an adapter for each port of <c>Charity</c>.</summary>
    public static IServiceCollection AddEmbeddedAdapters(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSqlite();
        services.AddEmbeddedClock();
        services.AddStripeHttp();
        services.AddPdfDocuments();
        services.AddMailTransport();
        return services;
    }

    internal static void AddEmbeddedClock(this IServiceCollection services)
    {
        services.AddSingleton<EmbeddedWorkClock>();
        services.AddSingleton<IWorkClock>(provider => provider.GetRequiredService<EmbeddedWorkClock>());
        services.AddHostedService(provider => provider.GetRequiredService<EmbeddedWorkClock>());
    }

    private static void AddSqlite(this IServiceCollection services)
        => services
            .AddSingleton<IDatabaseEngine, SqliteEngine>()
            .AddSingleton<IValidateOptions<DatabaseOptions>, KnowsSqliteOnly>();

    /// <summary>A connection to a server must not be read as the name of a file.</summary>
    private sealed class KnowsSqliteOnly : IValidateOptions<DatabaseOptions>
    {
        public ValidateOptionsResult Validate(string? name, DatabaseOptions options)
            => options.Engine == DatabaseEngineName.Sqlite
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail(
                    $"{Settings.Variable(DatabaseOptions.Section, nameof(DatabaseOptions.Engine))} is {options.Engine}, which the Embedded edition does not know: use Sqlite, or the Production edition.");
    }
}
