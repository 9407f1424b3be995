using System.Text.Json.Nodes;
using Charity.Sandbox.Stripe.State;

namespace Charity.Sandbox.Stripe.Wire;

/// <summary>Stripe's lists: newest first, paged by the id of a neighbour.</summary>
internal static class Listing
{
    private const int DefaultLimit = 10;
    private const int MostPerPage = 100;
    private const long BackwardSlack = 86_400;

    internal static JsonObject Wrap(IEnumerable<JsonObject> data, bool hasMore, string url) => new()
    {
        ["object"] = "list",
        ["data"] = new JsonArray([.. data]),
        ["has_more"] = hasMore,
        ["url"] = url,
    };

    internal static JsonObject Page<T>(
        Params query, Table<T> table, string account, string url, Func<T, JsonObject> render, Func<T, bool>? wanted = null)
        where T : class, IRecord
    {
        var limit = query.Integer("limit") ?? DefaultLimit;
        if (limit is < 1 or > MostPerPage)
        {
            throw StripeError.Parameter(
                "limit", "parameter_invalid_integer", $"Invalid integer: this value must be between 1 and {MostPerPage}.");
        }

        var after = Neighbour(query, "starting_after", table, account);
        var before = Neighbour(query, "ending_before", table, account);
        if (after is not null && before is not null)
        {
            throw StripeError.Parameter(
                "ending_before", "parameters_exclusive", "You may only specify one of these parameters: starting_after, ending_before.");
        }

        var created = Range.Read(query, "created");
        query.RefuseUnknown();
        bool Matches(T record) => created.Holds(record.Created) && (wanted is null || wanted(record));

        // Nothing far older than the filter can match: time of creation only grows, but for a clock that was set back.
        bool Near(T record) => created.From == long.MinValue || record.Created >= created.From - BackwardSlack;

        // Taken from the older neighbour upwards, a page before an id is turned round to be newest first again.
        var found = (before is null ? table.NewestFirst(account, after?.Id).TakeWhile(Near) : table.NewerThan(account, before.Id))
            .Where(Matches).Take((int)limit + 1).ToList();
        var more = found.Count > limit;
        var page = found.Take((int)limit).ToList();
        if (before is not null)
        {
            page.Reverse();
        }

        return Wrap(page.Select(render), more, url);
    }

    private static T? Neighbour<T>(Params query, string name, Table<T> table, string account) where T : class, IRecord
    {
        if (query.Text(name) is not { } id)
        {
            return null;
        }

        return table.Find(id) is { } record && record.Account == account
            ? record
            : throw new StripeError(400, StripeError.InvalidRequest, $"No such {table.Kind}: '{id}'", "resource_missing", name, stored: false);
    }

    /// <summary>A filter on a time, exact or by <c>gt</c>, <c>gte</c>, <c>lt</c>, <c>lte</c>.</summary>
    internal sealed record Range(long From, long To)
    {
        internal static Range Read(Params query, string name)
        {
            if (query.Node.Read(name) is not { } node)
            {
                return new Range(long.MinValue, long.MaxValue);
            }

            if (!node.HasChildren)
            {
                return query.Integer(name) is { } exact ? new Range(exact, exact) : new Range(long.MinValue, long.MaxValue);
            }

            var hash = query.Hash(name)!;
            var from = Math.Max(hash.Integer("gte") ?? long.MinValue, hash.Integer("gt") + 1 ?? long.MinValue);
            var to = Math.Min(hash.Integer("lte") ?? long.MaxValue, hash.Integer("lt") - 1 ?? long.MaxValue);
            return new Range(from, to);
        }

        internal bool Holds(long value) => value >= From && value <= To;
    }
}
