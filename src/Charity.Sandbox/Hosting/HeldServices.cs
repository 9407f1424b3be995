namespace Charity.Sandbox.Hosting;

/// <summary>
/// The background services of a host whose server already listens: they start only when the data they work on are in
/// place, and end with the host.
/// </summary>
internal sealed class HeldServices(IReadOnlyList<ServiceDescriptor> held, IServiceProvider services)
{
    private readonly List<IHostedService> started = [];

    /// <summary>Takes the background services registered so far out of the host's own start.</summary>
    internal static void HoldBack(IServiceCollection services)
    {
        var held = services.Where(service => service.ServiceType == typeof(IHostedService)).ToList();
        foreach (var service in held)
        {
            services.Remove(service);
        }

        services.AddSingleton(provider => new HeldServices(held, provider));
    }

    internal async Task StartAsync(CancellationToken cancel)
    {
        var all = held.Select(Make).ToList();
        foreach (var service in all.OfType<IHostedLifecycleService>())
        {
            await service.StartingAsync(cancel);
        }

        foreach (var service in all)
        {
            await service.StartAsync(cancel);
            started.Add(service);
        }

        foreach (var service in all.OfType<IHostedLifecycleService>())
        {
            await service.StartedAsync(cancel);
        }
    }

    /// <summary>In the opposite order, each to its end.</summary>
    internal async Task StopAsync(CancellationToken cancel)
    {
        foreach (var service in Enumerable.Reverse(started))
        {
            await service.StopAsync(cancel);
            (service as IDisposable)?.Dispose();
        }

        started.Clear();
    }

    private IHostedService Make(ServiceDescriptor descriptor) => (IHostedService)(descriptor.ImplementationInstance
        ?? descriptor.ImplementationFactory?.Invoke(services)
        ?? ActivatorUtilities.CreateInstance(services, descriptor.ImplementationType!));
}
