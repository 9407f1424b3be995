using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Charity.Payments;

namespace Charity.Testing.Payments;

/// <summary>Events as Stripe would send them, for tests that need one out of the order of things.</summary>
public static class SignedEvent
{
    /// <summary>The JSON of an event.</summary>
    public static string Json(
        string id = "evt_1", string type = "checkout.session.completed", string objectType = "checkout.session", string objectId = "cs_test_1",
        string livemode = "false", string? apiVersion = StripeApi.Version, string extra = "")
        => $$$"""
            {"id":"{{{id}}}","object":"event","api_version":{{{(apiVersion is null ? "null" : $"\"{apiVersion}\"")}}},"created":1773133200,
             "data":{"object":{"id":"{{{objectId}}}","object":"{{{objectType}}}","amount_total":2500,"payment_status":"paid"}},
             "livemode":{{{livemode}}},"pending_webhooks":1,"request":{"id":null,"idempotency_key":null},"type":"{{{type}}}"{{{extra}}}}
            """;

    /// <summary>The JSON of an event that carries only a reference.</summary>
    public static string ThinJson(string id = "evt_thin_1", string type = "v1.checkout.session.completed", string objectId = "cs_test_1")
        => $$$"""
            {"id":"{{{id}}}","object":"v2.core.event","type":"{{{type}}}","created":"2026-03-10T09:00:00.000Z","livemode":false,"context":null,
             "related_object":{"id":"{{{objectId}}}","type":"checkout.session","url":"/v1/checkout/sessions/{{{objectId}}}"}}
            """;

    public static byte[] Bytes(string json) => Encoding.UTF8.GetBytes(json);

    /// <summary>The signature's plain definition, written for tests apart from the application's.</summary>
    public static string V1(ReadOnlySpan<byte> body, string secret, string time)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes(time + "."), .. body];
        return Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed));
    }

    /// <summary>A header as Stripe writes it, one signature for each secret.</summary>
    public static string Header(ReadOnlySpan<byte> body, DateTimeOffset at, params ReadOnlySpan<string> secrets)
    {
        var time = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var header = new StringBuilder("t=").Append(time);
        foreach (var secret in secrets)
        {
            header.Append(",v1=").Append(V1(body, secret, time));
        }

        return header.ToString();
    }
}
