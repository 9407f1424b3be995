namespace Charity.Sandbox.Stripe.Pages;

internal static class CheckoutPages
{
    internal static void Map(IEndpointRouteBuilder endpoints) => _ = endpoints;
}
