using System.Globalization;
using Charity.Sandbox.Home;

namespace Charity.Sandbox.Stripe.Pages;

/// <summary>
/// <c>/_sim</c>: what a person trying the sandbox does in the place of Stripe's staff, banks and time.
/// </summary>
internal static class ControlPages
{
    internal const string Path = "/_sim";
    private const int PaymentsShown = 30;
    private const int PayoutsShown = 10;

    internal static void Map(RouteGroupBuilder sim)
    {
        sim.MapGet("", ShowAsync);
        sim.MapPost("/do", DoAsync);
    }

    private static Task ShowAsync(HttpContext context, StripeSimulator simulator)
    {
        var language = SimTexts.LanguageOf(context, null);
        return PageLayout.WriteAsync(
            context, language, SimTexts.In(language)["sim.control.title"],
            ControlPage.Body(simulator, language, simulator.Payments(PaymentsShown), simulator.RecentPayouts(PayoutsShown), context.Request.Query["note"]),
            wide: true, top: SandboxLayout.Top(context, language, Path));
    }

    private static async Task<IResult> DoAsync(HttpContext context, StripeSimulator simulator)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var language = SimTexts.LanguageOf(context, null);
        var note = "done";
        try
        {
            await ActAsync(simulator, form["act"].ToString(), form["id"].ToString(), context.RequestAborted);
        }
        catch (InvalidOperationException)
        {
            // Stripe would refuse it, or the page was older than the state: said in words, nothing has changed.
            note = "refused";
        }

        return Results.LocalRedirect($"{Path}?lang={language.Code}&note={note}");
    }

    private static async Task ActAsync(StripeSimulator simulator, string act, string id, CancellationToken cancellationToken)
    {
        switch (act)
        {
            case "advance" when int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var hours) && hours is > 0 and <= 24 * 31:
                await simulator.AdvanceAsync(TimeSpan.FromHours(hours), deliver: !simulator.Options.RunInBackground, cancellationToken);
                break;
            case "payouts":
                await simulator.RunPayoutsAsync();
                break;
            case "hold":
                simulator.HoldDeliveries();
                break;
            case "release":
                simulator.ReleaseDeliveries();
                break;
            case "refund":
                await simulator.RefundAsync(id);
                break;
            case "dispute":
                await simulator.OpenDisputeAsync(id);
                break;
            case "inquiry":
                await simulator.OpenDisputeAsync(id, inquiry: true);
                break;
            case "warning":
                await simulator.RaiseFraudWarningAsync(id);
                break;
            case "fail-payout":
                await simulator.FailPayoutAsync(id);
                break;
            default:
                throw new InvalidOperationException($"No control '{act}'.");
        }
    }
}
