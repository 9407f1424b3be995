using Charity.Embedded.Stripe;
using Charity.Sandbox.Stripe;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Adapters.Tests.Payments;

/// <summary>The contract, on the thin client of the Embedded edition.</summary>
public sealed class StripeHttpTests(ContractCount count) : PaymentGatewayContract(count), IClassFixture<ContractCount>
{
    protected override string AdapterName => "StripeHttp";

    protected override void AddAdapter(IServiceCollection services, StripeSimulator simulator)
    {
        services.AddStripeHttp();
        services.AddHttpClient(StripeAdapter.ClientName).ConfigurePrimaryHttpMessageHandler(simulator.CreateApiHandler);
        services.AddSingleton<Func<TimeSpan, CancellationToken, Task>>((_, _) => Task.CompletedTask);
    }
}

/// <summary>The same client's bytes.</summary>
public sealed class StripeHttpWireTests(ContractCount count) : StripeWireContract(count), IClassFixture<ContractCount>
{
    protected override string AdapterName => "StripeHttp";

    protected override string UserAgent => "Charity/1 (Embedded)";

    protected override void AddAdapter(IServiceCollection services) => services.AddStripeHttp();
}
