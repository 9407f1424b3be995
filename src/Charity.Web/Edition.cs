#if PRODUCTION_EDITION
using Charity.Production;
#else
using Charity.Embedded;
#endif

namespace Charity.Web;

/// <summary>
/// The one place where the edition of the build picks the adapters. The application, the sandbox and the tests' hosts
/// call it, so that each of them runs what the build holds.
/// </summary>
public static class Edition
{
    /// <summary><c>Embedded</c> or <c>Production</c>, for the status page and the start-up log.</summary>
#if PRODUCTION_EDITION
    public const string Name = "Production";
#else
    public const string Name = "Embedded";
#endif

    /// <summary>Registers an adapter for each port of <c>Charity</c>.</summary>
    public static IServiceCollection AddAdapters(this IServiceCollection services, IConfiguration configuration)
#if PRODUCTION_EDITION
        => services.AddProductionAdapters(configuration);
#else
        => services.AddEmbeddedAdapters(configuration);
#endif
}
