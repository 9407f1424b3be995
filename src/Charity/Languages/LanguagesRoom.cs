using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Charity.Languages;

/// <summary>
/// The hallway in which every room finds words, amounts, dates and plural forms in the four languages. It calls only
/// Charity.Accounting (for Money) and reads no clock, culture or operating system table.
/// </summary>
public static class LanguagesRoom
{
    /// <summary>
    /// Registers <see cref="Texts"/> with the Texts*.json of this assembly and of those given. May be called again by a
    /// host that brings more texts. A missing text throws everywhere but in the Production environment, where it is logged.
    /// </summary>
    public static IServiceCollection AddLanguages(this IServiceCollection services, params ReadOnlySpan<Assembly> assemblies)
    {
        foreach (var assembly in assemblies)
        {
            services.AddSingleton(new TextsSource(assembly));
        }

        services.TryAddSingleton(provider =>
        {
            var sources = provider.GetServices<TextsSource>().Select(source => source.Assembly).Prepend(typeof(LanguagesRoom).Assembly);
            var logger = provider.GetRequiredService<ILogger<Texts>>();
            var mayThrow = !provider.GetRequiredService<IHostEnvironment>().IsProduction();
            return Texts.Load(sources, mayThrow ? null : fault => logger.LogError("A text is at fault: {Fault}", fault));
        });
        return services;
    }

    private sealed record TextsSource(Assembly Assembly);
}
