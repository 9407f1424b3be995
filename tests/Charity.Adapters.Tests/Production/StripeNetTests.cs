using Charity.Adapters.Tests.Payments;
using Charity.Embedded.Stripe;
using Charity.Production.Stripe;
using Charity.Sandbox.Stripe;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Adapters.Tests.Production;

/// <summary>The contract, on Stripe.net.</summary>
public sealed class StripeNetTests(ContractCount count) : PaymentGatewayContract(count), IClassFixture<ContractCount>
{
    protected override string AdapterName => "Stripe.net";

    protected override void AddAdapter(IServiceCollection services, StripeSimulator simulator)
    {
        services.AddStripeNet();
        services.AddHttpClient(StripeAdapter.ClientName).ConfigurePrimaryHttpMessageHandler(simulator.CreateApiHandler);
        services.AddSingleton<Func<TimeSpan, CancellationToken, Task>>((_, _) => Task.CompletedTask);
    }
}

/// <summary>The same adapter's bytes.</summary>
public sealed class StripeNetWireTests(ContractCount count) : StripeWireContract(count), IClassFixture<ContractCount>
{
    protected override string AdapterName => "Stripe.net";

    protected override string UserAgent => "Charity/1 (Production; Stripe.net 52.2.0)";

    protected override void AddAdapter(IServiceCollection services) => services.AddStripeNet();
}
