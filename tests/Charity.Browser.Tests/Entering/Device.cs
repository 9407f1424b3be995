using Microsoft.Playwright;

namespace Charity.Browser.Tests.Entering;

/// <summary>A phone or laptop that makes passkeys, played by the browser itself (https://www.w3.org/TR/webauthn-3/#sctn-automation).</summary>
internal sealed class Device
{
    private readonly ICDPSession _session;
    private readonly string _id;

    private Device(ICDPSession session, string id) => (_session, _id) = (session, id);

    internal static async Task<Device> PutBeforeAsync(IPage page)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("WebAuthn.enable");
        var made = await session.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
        return new Device(session, made!.Value.GetProperty("authenticatorId").GetString()!);
    }

    /// <summary>Whether its holder passes the check by finger, face or number.</summary>
    internal Task HolderAsync(bool passes)
        => _session.SendAsync("WebAuthn.setUserVerified", new Dictionary<string, object> { ["authenticatorId"] = _id, ["isUserVerified"] = passes });

    internal async Task<int> PasskeysAsync()
        => (await _session.SendAsync("WebAuthn.getCredentials", new Dictionary<string, object> { ["authenticatorId"] = _id }))!
            .Value.GetProperty("credentials").GetArrayLength();
}
