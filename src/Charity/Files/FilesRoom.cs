using Microsoft.Extensions.DependencyInjection;

namespace Charity.Files;

/// <summary>Pictures and other files, kept in the database under their content's hash: one backup holds all. A hallway.</summary>
public static class FilesRoom
{
    public static IServiceCollection AddFiles(this IServiceCollection services) => services.AddScoped<StoreImage>().AddScoped<StoreDocument>();
}
