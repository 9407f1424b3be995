using Charity.Sandbox.Stripe.Faults;
using Charity.Sandbox.Stripe.Flow;
using Charity.Sandbox.Stripe.State;
using Charity.Sandbox.Stripe.Wire;

namespace Charity.Sandbox.Stripe.Api;

/// <summary>
/// The door of <c>/v1</c>: key, version, fault, idempotency, endpoint, expansion, in Stripe's order. A write and its
/// stored answer are one change, so that a retry after a crash finds both or neither.
/// </summary>
internal sealed class StripeApi(
    World world, StripeSimulatorOptions options, Accounts accounts, Timetable timetable, Renderer renderer, FaultRules faults,
    IdempotencyKeys keys, RequestLog log, IReadOnlyList<ApiRoute> routes)
{
    private readonly Expansion expansion = new(world, renderer);

    internal async Task<ApiResponse> HandleAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        timetable.CatchUp();
        var account = "";
        Fault? fault = null;
        try
        {
            account = Authenticate(request);
            CheckVersion(request);
            var (route, ids) = Match(request);
            var parameters = Parse(request);
            fault = faults.Take(request.Method, request.Path);
            switch (fault?.Kind)
            {
                case FaultKind.RateLimit:
                    throw StripeError.RateLimited();
                case FaultKind.Conflict:
                    throw StripeError.Conflict();
                case FaultKind.Unavailable:
                    throw StripeError.Server(stored: false);
                case FaultKind.TimeoutBefore or FaultKind.Close:
                    return Lost(account, request, fault);
                default:
                    break;
            }

            return request.IsWrite
                ? await WriteAsync(account, request, route, ids, parameters, fault, cancellationToken)
                : await ReadAsync(account, request, route, ids, parameters, fault, cancellationToken);
        }
        catch (StripeError error)
        {
            return Refuse(account, request, error, fault);
        }
    }

    private async Task<ApiResponse> ReadAsync(
        string account, ApiRequest request, ApiRoute route, IReadOnlyList<string> ids, FormNode parameters, Fault? fault,
        CancellationToken cancellationToken)
    {
        FailIfTold(fault);
        await SlowDownAsync(fault, cancellationToken);
        timetable.CatchUp();
        lock (world.Gate)
        {
            var body = Run(account, ids, route, parameters, tx: null);
            var id = log.Add(account, request, 200, fault);
            return Finish(new ApiResponse(200, body, id), fault);
        }
    }

    private async Task<ApiResponse> WriteAsync(
        string account, ApiRequest request, ApiRoute route, IReadOnlyList<string> ids, FormNode parameters, Fault? fault,
        CancellationToken cancellationToken)
    {
        using var slot = keys.Enter(account, request, parameters);
        if (slot.Stored is { } stored)
        {
            return Replay(account, request, stored, fault);
        }

        FailIfTold(fault);
        await SlowDownAsync(fault, cancellationToken);
        timetable.CatchUp();
        return world.Change(world.Now, tx =>
        {
            tx.RequestId = tx.NewId("req");
            tx.IdempotencyKey = request.IdempotencyKey;
            var body = Run(account, ids, route, parameters, tx);
            var status = 200;
            if (fault?.Kind == FaultKind.ServerErrorAfterExecute)
            {
                (status, body) = (500, StripeError.Server(stored: true).Body());
            }

            slot.Store(tx, status, body);
            log.Add(tx, account, request, status, fault, body);
            return Finish(new ApiResponse(status, body, tx.RequestId), fault) with { IdempotencyKey = request.IdempotencyKey };
        });
    }

    private string Run(string account, IReadOnlyList<string> ids, ApiRoute route, FormNode form, Tx? tx)
    {
        var parameters = new Params(form);
        var expand = parameters.Texts("expand");
        var at = (tx?.Now ?? world.Now).ToUnixTimeSeconds();
        var json = route.Handle(new ApiCall(account, ids, parameters, at, tx, renderer));
        parameters.RefuseUnknown();
        expansion.Apply(json, expand, at);
        return json.ToJsonString(WireJson.Options);
    }

    private ApiResponse Replay(string account, ApiRequest request, KeyState stored, Fault? fault)
    {
        var id = log.Add(account, request, stored.Status, fault, replayed: true);
        return Finish(new ApiResponse(stored.Status, stored.Body, id), fault) with
        {
            IdempotencyKey = request.IdempotencyKey,
            ReplayOf = stored.RequestId,
        };
    }

    private ApiResponse Refuse(string account, ApiRequest request, StripeError error, Fault? fault)
    {
        var body = error.Body();
        var id = request.IsWrite && account.Length > 0
            ? world.Change(world.Now, tx =>
            {
                tx.RequestId = tx.NewId("req");
                if (error.Stored)
                {
                    keys.Store(tx, account, request, error.Status, body);
                }

                log.Add(tx, account, request, error.Status, fault, body);
                return tx.RequestId;
            })
            : log.Add(account, request, error.Status, fault);
        return new ApiResponse(error.Status, body, id) { IdempotencyKey = request.IdempotencyKey, ShouldRetry = fault?.ShouldRetry };
    }

    private ApiResponse Lost(string account, ApiRequest request, Fault fault) =>
        new(0, "", log.Add(account, request, 0, fault)) { Ending = fault.Kind == FaultKind.Close ? Ending.Close : Ending.Hang };

    private static ApiResponse Finish(ApiResponse response, Fault? fault) => fault?.Kind switch
    {
        FaultKind.TimeoutAfterExecute => response with { Ending = Ending.Hang },
        FaultKind.CloseAfterExecute => response with { Ending = Ending.Close },
        FaultKind.CorruptJson => response with { Body = response.Body[..(response.Body.Length / 2)] },
        _ => response with { ShouldRetry = fault?.ShouldRetry },
    };

    private static void FailIfTold(Fault? fault)
    {
        if (fault?.Kind == FaultKind.ServerError)
        {
            throw StripeError.Server(stored: true);
        }
    }

    private static Task SlowDownAsync(Fault? fault, CancellationToken cancellationToken) => fault?.Kind == FaultKind.Slow
        ? Task.Delay(fault.Delay, TimeProvider.System, cancellationToken)
        : Task.CompletedTask;

    private string Authenticate(ApiRequest request)
    {
        var key = ApiKey.Read(request.Authorization);
        if (key is null)
        {
            throw StripeError.Unauthorized(
                "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').");
        }

        if (key.Contains("_live_", StringComparison.Ordinal))
        {
            throw StripeError.Unauthorized("This is the Stripe simulator: it takes no live key. No real money moves here.");
        }

        var account = accounts.ByKey(key) ?? throw StripeError.Unauthorized($"Invalid API Key provided: {ApiKey.Mask(key)}");
        if (!account.Allows(key, request.Path))
        {
            throw StripeError.LacksPermission(ApiKey.Mask(key), account.Id);
        }

        return request.ConnectedAccount is null or "" || request.ConnectedAccount == account.Id ? account.Id : throw new StripeError(
            403, StripeError.InvalidRequest,
            $"The provided key '{ApiKey.Mask(key)}' does not have access to account '{request.ConnectedAccount}' (or that account does not exist).",
            "account_invalid", null, stored: false);
    }

    private void CheckVersion(ApiRequest request)
    {
        if (options.StrictApiVersion && request.Version != options.ApiVersion)
        {
            throw new StripeError(
                400, StripeError.InvalidRequest,
                $"Invalid Stripe API version: {request.Version ?? "none given"}. This simulator is pinned to {options.ApiVersion}.",
                null, null, stored: false);
        }
    }

    private (ApiRoute Route, IReadOnlyList<string> Ids) Match(ApiRequest request)
    {
        var path = request.Path.Trim('/').Split('/');
        var ids = new List<string>();
        return routes.FirstOrDefault(r => r.Matches(request.Method, path, ids)) is { } route
            ? (route, ids)
            : throw StripeError.UnknownUrl(request.Method, request.Path);
    }

    private static FormNode Parse(ApiRequest request)
    {
        if (request.Body.Length > 0 && request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) != true)
        {
            throw new StripeError(
                400, StripeError.InvalidRequest,
                "Invalid request (check that your POST content type is application/x-www-form-urlencoded).", null, null, stored: false);
        }

        return FormNode.Parse(request.IsWrite ? request.Body : request.Query);
    }
}
