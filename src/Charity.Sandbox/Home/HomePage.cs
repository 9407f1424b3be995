namespace Charity.Sandbox.Home;

/// <summary>The first page of the sandbox.</summary>
internal static class HomePage
{
    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/", () => Results.Redirect("/_sim"));
}
