using System.Text.Json.Nodes;
using Charity.Sandbox.Stripe.State;
using Charity.Sandbox.Stripe.Wire;

namespace Charity.Sandbox.Stripe.Api;

/// <summary>A request to <c>/v1/…</c>, however it arrived.</summary>
internal sealed record ApiRequest(string Method, string Path)
{
    internal string Query { get; init; } = "";

    internal string Body { get; init; } = "";

    internal string? ContentType { get; init; }

    internal string? Authorization { get; init; }

    internal string? Version { get; init; }

    internal string? IdempotencyKey { get; init; }

    internal string? ConnectedAccount { get; init; }

    internal bool IsWrite => Method is "POST" or "DELETE";
}

/// <summary>What becomes of the connection.</summary>
internal enum Ending
{
    Answer,
    Hang,
    Close,
}

/// <summary>The answer, or the lack of one that a fault asks for.</summary>
internal sealed record ApiResponse(int Status, string Body, string RequestId)
{
    internal Ending Ending { get; init; }

    internal string? IdempotencyKey { get; init; }

    /// <summary>Id of the request whose stored answer this is.</summary>
    internal string? ReplayOf { get; init; }

    internal bool? ShouldRetry { get; init; }
}

/// <summary>One call of an endpoint: who calls, with which ids in the address and which parameters.</summary>
internal sealed class ApiCall(string account, IReadOnlyList<string> ids, Params parameters, long at, Tx? tx, Renderer renderer)
{
    internal string Account => account;

    internal string Id => ids[0];

    internal Params Params => parameters;

    /// <summary>Unix seconds.</summary>
    internal long At => at;

    internal Tx Tx => tx ?? throw new InvalidOperationException("A GET changes nothing.");

    internal JsonObject Render(IRecord record) => renderer.Render(record, at);

    /// <summary>The record of an id in the address or a parameter, if this account has it.</summary>
    /// <exception cref="StripeError">404, as Stripe answers for ids of other accounts too.</exception>
    internal T Find<T>(Table<T> table, string id, string param = "id") where T : class, IRecord =>
        table.Find(id) is { } record && record.Account == account ? record : throw StripeError.Missing(param, table.Kind, id);
}

/// <summary>An endpoint: method, address with <c>*</c> for ids, and what it does.</summary>
internal sealed record ApiRoute(string Method, string Pattern, Func<ApiCall, JsonObject> Handle)
{
    private readonly string[] parts = Pattern.Split('/');

    internal bool Matches(string method, string[] path, List<string> ids)
    {
        ids.Clear();
        if (method != Method || path.Length != parts.Length)
        {
            return false;
        }

        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i] == "*" && path[i].Length > 0)
            {
                ids.Add(Uri.UnescapeDataString(path[i]));
            }
            else if (parts[i] != path[i])
            {
                return false;
            }
        }

        return true;
    }
}
