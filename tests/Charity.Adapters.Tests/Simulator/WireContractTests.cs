using System.Net;
using System.Text;
using Charity.Sandbox.Stripe;
using Xunit;

namespace Charity.Adapters.Tests.Simulator;

/// <summary>What a client of Stripe's API sees on the wire.</summary>
public sealed class WireContractTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("Bearer ")]
    [InlineData("Bearer sk_test_unknown_key_00")]
    [InlineData("Bearer sk_live_0123456789abcdef")]
    [InlineData("Basic !!!")]
    public async Task A_request_without_a_known_test_key_is_unauthorised(string? authorization)
    {
        using var bench = new SimulatorBench();
        bench.Api.Authorization = authorization;
        var answer = await bench.Api.GetAsync("/v1/balance");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Equal("invalid_request_error", answer.ErrorType);
        Assert.DoesNotContain("0123456789abcdef", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_may_come_as_the_user_of_basic_authentication()
    {
        using var bench = new SimulatorBench();
        bench.Api.Authorization = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{SimulatorBench.Key}:"));
        Assert.Equal(HttpStatusCode.OK, (await bench.Api.GetAsync("/v1/balance")).Status);
    }

    [Fact]
    public void A_live_key_in_the_options_stops_the_start()
    {
        Assert.Throws<InvalidOperationException>(() => new SimulatorBench(o =>
            o.Accounts.Add(new SimulatedAccount { Id = "acct_live", SecretKeys = ["sk_live_x"] })));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("2024-04-10")]
    public async Task Another_version_is_refused_where_the_simulator_is_strict(string? version)
    {
        using var strict = new SimulatorBench();
        strict.Api.Version = version;
        Assert.Equal(HttpStatusCode.BadRequest, (await strict.Api.GetAsync("/v1/balance")).Status);

        using var lenient = new SimulatorBench(o => o.StrictApiVersion = false);
        lenient.Api.Version = version;
        Assert.Equal(HttpStatusCode.OK, (await lenient.Api.GetAsync("/v1/balance")).Status);
    }

    [Fact]
    public async Task Answers_carry_request_id_version_and_the_key_that_was_sent()
    {
        using var bench = new SimulatorBench();
        var answer = await bench.Api.PostAsync("/v1/checkout/sessions", SimulatorBench.SessionForm(), "gift-1-cs-1");
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.StartsWith("req_sim_", answer.Header("Request-Id"), StringComparison.Ordinal);
        Assert.Equal("gift-1-cs-1", answer.Header("Idempotency-Key"));
        Assert.Equal(StripeSimulatorOptions.DefaultApiVersion, answer.Header("Stripe-Version"));
        Assert.Null(answer.Header("Stripe-Should-Retry"));
        Assert.Null(answer.Header("Idempotent-Replayed"));
    }

    [Theory]
    [InlineData("GET", "/v1/customers")]
    [InlineData("POST", "/v1/subscriptions")]
    [InlineData("GET", "/v1/checkout/sessions/cs_1/nothing")]
    [InlineData("DELETE", "/v1/refunds/re_1")]
    public async Task Addresses_that_the_simulator_does_not_have_are_404_in_the_shape_of_Stripe(string method, string path)
    {
        using var bench = new SimulatorBench();
        var answer = await bench.Api.SendAsync(new HttpMethod(method), path, null, null);
        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.StartsWith($"Unrecognized request URL ({method}: {path})", answer.Json["error"]!["message"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_object_of_another_account_does_not_exist()
    {
        using var bench = new SimulatorBench();
        var (session, intent, charge) = await bench.GiveAsync();
        foreach (var path in new[] { $"checkout/sessions/{session}", $"payment_intents/{intent}", $"charges/{charge}" })
        {
            var answer = await bench.OtherApi.GetAsync($"/v1/{path}");
            Assert.Equal((HttpStatusCode.NotFound, "resource_missing"), (answer.Status, answer.ErrorCode));
        }

        Assert.Empty((await bench.OtherApi.GetAsync("/v1/charges")).Json["data"]!.AsArray());
    }

    [Theory]
    [InlineData("colour", "red", "parameter_unknown", "colour")]
    [InlineData("line_items[0][price_data][tint]", "red", "parameter_unknown", "line_items[0][price_data][tint]")]
    [InlineData("line_items[0][price_data][unit_amount]", "12.5", "parameter_invalid_integer", "line_items[0][price_data][unit_amount]")]
    [InlineData("line_items[0][quantity]", "", "parameter_invalid_empty", "line_items[0][quantity]")]
    [InlineData("success_url", "", "parameter_invalid_empty", "success_url")]
    [InlineData("success_url", "not a url", "url_invalid", "success_url")]
    [InlineData("metadata", "text", "parameter_invalid_hash", "metadata")]
    [InlineData("payment_intent_data", "text", "parameter_invalid_hash", "payment_intent_data")]
    [InlineData("line_items", "text", "parameter_invalid_array", "line_items")]
    [InlineData("adaptive_pricing[enabled]", "yes", "parameter_invalid_boolean", "adaptive_pricing[enabled]")]
    [InlineData("customer_email", "nobody", "email_invalid", "customer_email")]
    [InlineData("payment_method_types[1]", "sepa_debit", "parameter_invalid_enum", "payment_method_types")]
    [InlineData("mode", "subscription", "parameter_invalid_enum", "mode")]
    [InlineData("submit_type", "beg", "parameter_invalid_enum", "submit_type")]
    public async Task A_broken_parameter_is_named_and_nothing_is_made(string name, string value, string code, string param)
    {
        using var bench = new SimulatorBench();
        var form = SimulatorBench.SessionForm();
        if (name is "metadata" or "line_items" or "payment_intent_data")
        {
            foreach (var nested in form.Keys.Where(k => k.StartsWith(name + "[", StringComparison.Ordinal)).ToList())
            {
                form.Remove(nested);
            }
        }

        form[name] = value;
        var answer = await bench.Api.PostAsync("/v1/checkout/sessions", form, "key-1");
        Assert.Equal((HttpStatusCode.BadRequest, code, param), (answer.Status, answer.ErrorCode, answer.ErrorParam));
        Assert.Empty(bench.Simulator.Payments());
        Assert.Empty(bench.Simulator.Events);
    }

    [Fact]
    public async Task A_missing_parameter_is_named()
    {
        using var bench = new SimulatorBench();
        foreach (var name in new[] { "mode", "success_url", "line_items[0][quantity]", "line_items[0][price_data][currency]" })
        {
            var form = SimulatorBench.SessionForm();
            form.Remove(name);
            var answer = await bench.Api.PostAsync("/v1/checkout/sessions", form);
            Assert.Equal(("parameter_missing", name), (answer.ErrorCode, answer.ErrorParam));
        }
    }

    [Fact]
    public async Task A_body_that_is_no_form_is_refused()
    {
        using var bench = new SimulatorBench();
        using var json = new StringContent("{\"mode\":\"payment\"}", Encoding.UTF8, "application/json");
        Assert.Equal(HttpStatusCode.BadRequest, (await bench.Api.SendAsync(HttpMethod.Post, "/v1/checkout/sessions", json, null)).Status);
    }

    [Fact]
    public async Task Plus_and_percent_escapes_are_read_as_utf8()
    {
        using var bench = new SimulatorBench();
        var form = SimulatorClient.Encode(SimulatorBench.SessionForm()) + "&metadata[note]=%D0%94%D1%8F%D0%BA%D1%83%D1%94%D0%BC%D0%BE+%2B+%26";
        var answer = await bench.Api.PostAsync("/v1/checkout/sessions", form);
        Assert.Equal("Дякуємо + &", answer.Json["metadata"]!["note"]!.GetValue<string>());
    }

    [Fact]
    public async Task Expanding_goes_four_levels_deep_and_no_further()
    {
        using var bench = new SimulatorBench();
        var (session, _, charge) = await bench.GiveAsync();
        await bench.Simulator.AdvanceAsync(TimeSpan.FromMinutes(1));

        var deep = (await bench.Api.GetAsync($"/v1/checkout/sessions/{session}?expand[0]=payment_intent.latest_charge.balance_transaction&expand[1]=line_items")).Json;
        Assert.Equal("balance_transaction", deep["payment_intent"]!["latest_charge"]!["balance_transaction"]!["object"]!.GetValue<string>());
        Assert.Equal("Вода для громади", deep["line_items"]!["data"]![0]!["description"]!.GetValue<string>());

        var list = (await bench.Api.GetAsync("/v1/balance_transactions?expand[]=data.source.payment_intent")).Json;
        Assert.Equal(charge, list["data"]![0]!["source"]!["id"]!.GetValue<string>());
        Assert.Equal("payment_intent", list["data"]![0]!["source"]!["payment_intent"]!["object"]!.GetValue<string>());

        Assert.Equal(HttpStatusCode.BadRequest, (await bench.Api.GetAsync("/v1/charges?expand[]=data.payment_intent.latest_charge.payment_intent.latest_charge")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await bench.Api.GetAsync($"/v1/charges/{charge}?expand[]=amount")).Status);
    }

    [Fact]
    public async Task Lists_are_newest_first_and_paged_by_a_neighbour()
    {
        using var bench = new SimulatorBench();
        var made = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            made.Add((await bench.GiveAsync()).Charge);
            await bench.Simulator.AdvanceAsync(TimeSpan.FromMinutes(1), deliver: false);
        }

        made.Reverse();
        var first = (await bench.Api.GetAsync("/v1/charges?limit=3")).Json;
        Assert.Equal(made[..3], Ids(first));
        Assert.True(first["has_more"]!.GetValue<bool>());
        Assert.Equal("/v1/charges", first["url"]!.GetValue<string>());

        var last = (await bench.Api.GetAsync($"/v1/charges?limit=4&starting_after={made[2]}")).Json;
        Assert.Equal(made[3..], Ids(last));
        Assert.False(last["has_more"]!.GetValue<bool>());

        var before = (await bench.Api.GetAsync($"/v1/charges?limit=2&ending_before={made[4]}")).Json;
        Assert.Equal(made[2..4], Ids(before));
        Assert.True(before["has_more"]!.GetValue<bool>());

        var since = SimulatorBench.Start.AddMinutes(5).ToUnixTimeSeconds();
        Assert.Equal(made[..2], Ids((await bench.Api.GetAsync($"/v1/charges?created[gte]={since}")).Json));
        Assert.Equal(made[..1], Ids((await bench.Api.GetAsync($"/v1/charges?created[gt]={since}")).Json));
        Assert.Equal(made[1..2], Ids((await bench.Api.GetAsync($"/v1/charges?created={since}")).Json));
        Assert.Equal(made[2..], Ids((await bench.Api.GetAsync($"/v1/charges?created[lt]={since}")).Json));

        foreach (var broken in new[] { "limit=0", "limit=101", "limit=x", "starting_after=ch_none", $"starting_after={made[0]}&ending_before={made[1]}", "colour=red" })
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await bench.Api.GetAsync($"/v1/charges?{broken}")).Status);
        }
    }

    [Fact]
    public async Task Every_request_is_in_the_journal_with_key_status_and_object()
    {
        using var bench = new SimulatorBench();
        var session = await bench.Api.PostAsync("/v1/checkout/sessions", SimulatorBench.SessionForm(), "k1");
        await bench.Api.PostAsync("/v1/checkout/sessions", SimulatorBench.SessionForm(), "k1");
        await bench.Api.GetAsync($"/v1/checkout/sessions/{session.Id}");

        var journal = bench.Simulator.Journal;
        Assert.Equal(["POST", "POST", "GET"], journal.Select(r => r.Method));
        Assert.Equal([false, true, false], journal.Select(r => r.Replayed));
        Assert.Equal(session.Id, journal[0].ObjectId);
        Assert.Equal("k1", journal[0].IdempotencyKey);
        Assert.Contains("client_reference_id", journal[0].Form, StringComparison.Ordinal);
    }

    private static List<string> Ids(System.Text.Json.Nodes.JsonObject list) =>
        [.. list["data"]!.AsArray().Select(o => o!["id"]!.GetValue<string>())];
}
