using Charity.Production.Documents;
using Charity.Production.Jobs;
using Charity.Production.Mail;
using Charity.Production.SqlServer;
using Charity.Production.Stripe;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Charity.Production;

/// <summary>The adapters that a charity deploys and that scale out, each in a folder and a registration of its own.</summary>
public static class ProductionAdapters
{
    /// <summary>Registers an adapter for each port of <c>Charity</c>.</summary>
    public static IServiceCollection AddProductionAdapters(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddDatabaseEngines();
        services.AddHangfireJobs();
        services.AddStripeNet();
        services.AddDocumentRenderer();
        services.AddMailKit();
        return services;
    }
}
