using System.Text.Json;
using System.Text.Json.Serialization;
using Charity.Sandbox.Clock;
using Charity.Sandbox.Stripe.Delivery;
using Charity.Sandbox.Stripe.Faults;
using Charity.Sandbox.Stripe.Pages;

namespace Charity.Sandbox.Stripe.Controls;

/// <summary>
/// <c>/_sim/…</c> as JSON (snake_case), for tests and scripts: clock, faults, deliveries, what banks and staff do, and
/// what to compare the application with.
/// </summary>
internal static class ControlApi
{
    internal static JsonSerializerOptions Json { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    internal static void Map(IEndpointRouteBuilder endpoints)
    {
        var sim = endpoints.MapGroup("/_sim").AllowAnonymous().DisableAntiforgery();
        sim.AddEndpointFilter(SameSiteOnly.FilterAsync);
        MapClock(sim);
        MapFaults(sim);
        MapDeliveries(sim);
        MapMoney(sim);
        MapState(sim);
        ControlPages.Map(sim);
    }

    private static void MapClock(RouteGroupBuilder sim)
    {
        sim.MapGet("/clock", (StripeSimulator s, TimeProvider clock) => Ok(Clock(s, clock)));
        sim.MapPost("/clock", (HttpContext context, StripeSimulator s, TimeProvider clock) => WithAsync<ClockOrder>(context, async order =>
        {
            if (clock is not VirtualClock virtualClock)
            {
                return Bad("The clock of this host is not virtual.");
            }

            if (order.Set is { } set)
            {
                virtualClock.Set(set);
            }

            if (order.AdvanceSeconds is { } seconds)
            {
                await s.AdvanceAsync(TimeSpan.FromSeconds(seconds), deliver: !s.Options.RunInBackground, context.RequestAborted);
            }

            if (order.Running is true)
            {
                virtualClock.Run();
            }
            else if (order.Running is false)
            {
                virtualClock.Stop();
            }

            s.RunDue();
            return Ok(Clock(s, clock));
        }));
    }

    private static void MapFaults(RouteGroupBuilder sim)
    {
        sim.MapGet("/faults", (StripeSimulator s) => Ok(s.Faults));
        sim.MapPost("/faults", (HttpContext context, StripeSimulator s) => WithAsync<Fault>(context, fault =>
        {
            s.AddFault(fault);
            return Task.FromResult(Ok(s.Faults));
        }));
        sim.MapDelete("/faults", (StripeSimulator s) =>
        {
            s.ClearFaults();
            return Ok(s.Faults);
        });
    }

    private static void MapDeliveries(RouteGroupBuilder sim)
    {
        sim.MapGet("/deliveries", (StripeSimulator s) => Ok(s.Deliveries));
        sim.MapGet("/deliveries/rules", (StripeSimulator s) => Ok(s.DeliveryRules));
        sim.MapPost("/deliveries/rules", (HttpContext context, StripeSimulator s) => WithAsync<DeliveryRule>(context, rule =>
        {
            s.AddDeliveryRule(rule);
            return Task.FromResult(Ok(s.DeliveryRules));
        }));
        sim.MapDelete("/deliveries/rules", (StripeSimulator s) =>
        {
            s.ClearDeliveryRules();
            return Ok(s.DeliveryRules);
        });
        sim.MapPost("/deliveries/hold", (StripeSimulator s) =>
        {
            s.HoldDeliveries();
            return Ok(s.DeliveryRules);
        });
        sim.MapPost("/deliveries/release", (StripeSimulator s) => Ok(new { released = s.ReleaseDeliveries() }));
        sim.MapPost("/deliveries/deliver", async (StripeSimulator s, CancellationToken c) => Ok(new { sent = await s.DeliverDueAsync(c) }));
        sim.MapPost("/deliveries/reorder", (HttpContext context, StripeSimulator s) => WithAsync<ReorderOrder>(context, order =>
        {
            s.ReorderDeliveries(order.Seed);
            return Task.FromResult(Ok(order));
        }));
        sim.MapPost("/deliveries/replay", (HttpContext context, StripeSimulator s) => ActAsync<EventOrder>(context, async order =>
        {
            await s.ReplayEventAsync(order.Event);
            return order.Event;
        }));
    }

    private static void MapMoney(RouteGroupBuilder sim)
    {
        sim.MapPost("/pay", (HttpContext context, StripeSimulator s) => WithAsync<PayOrder>(context, async o =>
            Ok(await s.PayAsync(o.Session, o.Card ?? "4242424242424242", o.Email, o.Name, context.RequestAborted))));
        sim.MapPost("/refunds/create", (HttpContext context, StripeSimulator s) =>
            ActAsync<ChargeOrder>(context, o => s.RefundAsync(o.Charge, o.Amount, o.Reason)));
        sim.MapPost("/refunds/fail", (HttpContext context, StripeSimulator s) => ActAsync<RefundOrder>(context, async o =>
        {
            await s.FailRefundAsync(o.Refund);
            return o.Refund;
        }));
        sim.MapPost("/disputes/create", (HttpContext context, StripeSimulator s) =>
            ActAsync<ChargeOrder>(context, o => s.OpenDisputeAsync(o.Charge, o.Amount, o.Reason ?? "fraudulent", o.Inquiry)));
        sim.MapPost("/disputes/decide", (HttpContext context, StripeSimulator s) => ActAsync<DisputeOrder>(context, async o =>
        {
            await s.DecideDisputeAsync(o.Dispute, o.Won);
            return o.Dispute;
        }));
        sim.MapPost("/efw/create", (HttpContext context, StripeSimulator s) =>
            ActAsync<ChargeOrder>(context, o => s.RaiseFraudWarningAsync(o.Charge)));
        sim.MapPost("/cards/testing-burst", (HttpContext context, StripeSimulator s) =>
            WithAsync<BurstOrder>(context, async o => Ok(new { declined = await s.RunTestingBurstAsync(o.Session, o.Attempts) })));
        sim.MapPost("/payouts/run", async (StripeSimulator s) => Ok(new { payouts = await s.RunPayoutsAsync() }));
        sim.MapPost("/payouts/fail", (HttpContext context, StripeSimulator s) => ActAsync<PayoutOrder>(context, async o =>
        {
            await s.FailPayoutAsync(o.Payout, o.Code ?? "account_closed");
            return o.Payout;
        }));
        sim.MapPost("/transactions/create", (HttpContext context, StripeSimulator s) =>
            ActAsync<TransactionOrder>(context, o => s.AddTransactionAsync(o.Account, o.Amount, o.Currency, o.Type, o.Description ?? o.Type)));
        sim.MapPost("/rates", (HttpContext context, StripeSimulator s) => WithAsync<RateOrder>(context, o =>
        {
            s.SetExchangeRate(o.From, o.To, o.Rate);
            return Task.FromResult(Ok(o));
        }));
    }

    private static void MapState(RouteGroupBuilder sim)
    {
        sim.MapGet("/totals", (StripeSimulator s, string? account) => Ok(s.Totals(account)));
        sim.MapGet("/requests", (StripeSimulator s) => Ok(s.Journal));
        sim.MapGet("/events", (StripeSimulator s) => Ok(s.Events));
        sim.MapGet("/payments", (StripeSimulator s) => Ok(s.Payments()));
        sim.MapGet("/snapshot", (StripeSimulator s) => Results.Bytes(s.Snapshot(), "application/json"));
        sim.MapPost("/restore", async (HttpContext context, StripeSimulator s) =>
        {
            using var memory = new MemoryStream();
            await context.Request.Body.CopyToAsync(memory, context.RequestAborted);
            s.Restore(memory.ToArray());
            return Ok(new { restored = true });
        });
        sim.MapPost("/reset", (StripeSimulator s) =>
        {
            s.Reset();
            return Ok(new { reset = true });
        });
        sim.MapGet("/bank/{account}", (string account, string? currency, DateOnly? from, DateOnly? to, string? format, StripeSimulator s) =>
            s.HasAccount(account)
                ? Bank(s.BankStatement(account, currency ?? "eur", from ?? DateOnly.MinValue, to ?? DateOnly.MaxValue), format)
                : Results.NotFound());
    }

    private static IResult Bank(BankStatement statement, string? format) => format == "csv"
        ? Results.Text(statement.ToCsv(), "text/csv")
        : Results.Text(statement.ToCamt053(), "application/xml");

    private static object Clock(StripeSimulator s, TimeProvider clock) => new
    {
        now = clock.GetUtcNow(),
        running = clock is not VirtualClock { IsRunning: false },
        next_due = s.NextDueAt,
    };

    private static Task<IResult> ActAsync<T>(HttpContext context, Func<T, Task<string>> act) =>
        WithAsync<T>(context, async order => Ok(new { id = await act(order) }));

    /// <summary>Reads the order; a broken one, or one that Stripe would refuse, is answered with 400 and the reason.</summary>
    private static async Task<IResult> WithAsync<T>(HttpContext context, Func<T, Task<IResult>> act)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<T>(context.Request.Body, Json, context.RequestAborted) is { } order
                ? await act(order)
                : Bad("The body is empty.");
        }
        catch (Exception refused) when (refused is JsonException or InvalidOperationException or ArgumentException or KeyNotFoundException)
        {
            return Bad(refused.Message);
        }
    }

    private static IResult Ok<T>(T value) => Results.Json(value, Json);

    private static IResult Bad(string why) => Results.Json(new { error = why }, Json, statusCode: StatusCodes.Status400BadRequest);
}
