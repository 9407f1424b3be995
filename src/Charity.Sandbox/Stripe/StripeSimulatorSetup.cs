using System.Text;
using Charity.Sandbox.Stripe.Api;
using Charity.Sandbox.Stripe.Controls;
using Charity.Sandbox.Stripe.Pages;

namespace Charity.Sandbox.Stripe;

/// <summary>
/// The room of the simulated Stripe: <c>/v1/…</c> its API, <c>/c/…</c> its Checkout and 3-D Secure pages, <c>/_sim</c>
/// its controls. Knows nothing of the application and moves no real money. Mount it in any host but a real one.
/// </summary>
public static class StripeSimulatorSetup
{
    private const int LargestBody = 1024 * 1024;

    /// <summary>Registers the simulator. The <see cref="TimeProvider"/> of the container is its clock.</summary>
    /// <exception cref="InvalidOperationException">The environment is Production.</exception>
    public static IServiceCollection AddStripeSimulator(this IServiceCollection services, StripeSimulatorOptions options)
    {
        ArgumentNullException.ThrowIfNull(services);
        var host = services.LastOrDefault(d => d.ServiceType == typeof(IHostEnvironment))?.ImplementationInstance as IHostEnvironment;
        Refuse(host?.EnvironmentName
            ?? Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") ?? Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT"));
        services.AddSingleton(p => new StripeSimulator(options, p.GetService<TimeProvider>() ?? TimeProvider.System));
        if (options.RunInBackground)
        {
            services.AddHostedService<StripeSimulatorLoop>();
        }

        return services;
    }

    /// <summary>Maps the simulator's addresses.</summary>
    /// <exception cref="InvalidOperationException">The environment is Production.</exception>
    public static IEndpointRouteBuilder MapStripeSimulator(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        Refuse(endpoints.ServiceProvider.GetService<IHostEnvironment>()?.EnvironmentName);
        endpoints.Map("/v1/{**path}", AnswerAsync).AllowAnonymous().DisableAntiforgery();
        CheckoutPages.Map(endpoints);
        ControlApi.Map(endpoints);
        return endpoints;
    }

    private static void Refuse(string? environment)
    {
        if (string.Equals(environment, Environments.Production, StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidOperationException("The Stripe simulator refuses to run in Production: it would take gifts that nobody pays.");
        }
    }

    private static async Task AnswerAsync(HttpContext context, StripeSimulator simulator)
    {
        var request = context.Request;
        var aborted = context.RequestAborted;
        if (await ReadAsync(request, aborted) is not { } body)
        {
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return;
        }

        var response = await simulator.HandleAsync(
            new ApiRequest(request.Method, request.Path)
            {
                Query = request.QueryString.Value?.TrimStart('?') ?? "",
                Body = body,
                ContentType = request.ContentType,
                Authorization = request.Headers.Authorization,
                Version = request.Headers["Stripe-Version"],
                IdempotencyKey = request.Headers["Idempotency-Key"],
                ConnectedAccount = request.Headers["Stripe-Account"],
            }, aborted);
        if (response.Ending == Ending.Hang)
        {
            await Task.Delay(simulator.Options.LongestHang, TimeProvider.System, aborted);
        }

        if (response.Ending != Ending.Answer)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = response.Status;
        context.Response.ContentType = "application/json";
        foreach (var (name, value) in ApiHeaders.Of(response, simulator))
        {
            context.Response.Headers[name] = value;
        }

        await context.Response.WriteAsync(response.Body, Encoding.UTF8, aborted);
    }

    private static async Task<string?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > LargestBody)
        {
            return null;
        }

        using var memory = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            memory.Write(buffer, 0, read);
            if (memory.Length > LargestBody)
            {
                return null;
            }
        }

        return Encoding.UTF8.GetString(memory.GetBuffer(), 0, (int)memory.Length);
    }
}

/// <summary>Sends webhooks and does what is due while the host runs.</summary>
internal sealed class StripeSimulatorLoop(StripeSimulator simulator) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => simulator.RunAsync(stoppingToken);
}
