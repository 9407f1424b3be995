using System.Net;
using Charity.Organisation;
using Charity.Staff;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Charity.Web.Hosting;

/// <summary>
/// The two halves of making a passkey and of asking for one. Between them the challenge lies in a sealed cookie of its
/// own: Identity's sign-in manager would put it into the cookie that remembers who has just shown the password, and
/// whoever cancels would have to begin again.
/// </summary>
public sealed class PasskeyCeremonies
{
    private const string Making = "staff-passkey-making";
    private const string Asking = "staff-passkey-asking";

    /// <summary>Characters of an answer; a browser's has some two thousand.</summary>
    private const int LongestAnswer = 20_000;

    private readonly IPasskeyHandler<StaffUser> _handler;
    private readonly SealedCookies _cookies;
    private readonly IdentityPasskeyOptions _options;

    public PasskeyCeremonies(IPasskeyHandler<StaffUser> handler, SealedCookies cookies, IOptions<IdentityPasskeyOptions> options, IOptions<SiteOptions> site)
    {
        (_handler, _cookies, _options) = (handler, cookies, options.Value);
        Possible = Uri.TryCreate(site.Value.PublicBaseUrl, UriKind.Absolute, out var url) && !IPAddress.TryParse(url.Host.Trim('[', ']'), out _);
    }

    /// <summary>Browsers tie a passkey to a name: where the site has only a number for an address, there can be none.</summary>
    public bool Possible { get; }

    /// <returns>What the browser needs to make one, as JSON.</returns>
    public async Task<string> BeginMakingAsync(HttpContext http, StaffUser user)
    {
        var options = await _handler.MakeCreationOptionsAsync(
            new PasskeyUserEntity { Id = user.Id.ToString(), Name = user.Email ?? "", DisplayName = user.DisplayName }, http);
        // Bound to who asked: another who signs in on this browser meanwhile cannot end up with it.
        _cookies.Set(http, Making, user.Id.ToString() + options.AttestationState, _options.AuthenticatorTimeout);
        return options.CreationOptionsJson;
    }

    /// <returns>Null where the answer is not one to a question of ours.</returns>
    public async Task<UserPasskeyInfo?> FinishMakingAsync(HttpContext http, StaffUser user, string? answer)
    {
        if (Take(http, Making, answer) is not { } kept || !kept.StartsWith(user.Id.ToString(), StringComparison.Ordinal))
        {
            return null;
        }

        var result = await _handler.PerformAttestationAsync(new PasskeyAttestationContext
        {
            HttpContext = http,
            CredentialJson = answer!,
            AttestationState = kept[user.Id.ToString().Length..],
        });
        return result.Succeeded ? result.Passkey : null;
    }

    /// <param name="user">Whose passkeys are asked for; null at the door, where any of this site will do.</param>
    /// <returns>What the browser needs to ask for one, as JSON.</returns>
    public async Task<string> BeginAskingAsync(HttpContext http, StaffUser? user)
    {
        var options = await _handler.MakeRequestOptionsAsync(user, http);
        _cookies.Set(http, Asking, options.AssertionState ?? "", _options.AuthenticatorTimeout);
        return options.RequestOptionsJson;
    }

    /// <returns>Null where the answer is not one to a question of ours.</returns>
    internal async Task<PasskeyAssertionResult<StaffUser>?> FinishAskingAsync(HttpContext http, string? answer)
    {
        if (Take(http, Asking, answer) is not { } kept)
        {
            return null;
        }

        var result = await _handler.PerformAssertionAsync(new PasskeyAssertionContext { HttpContext = http, CredentialJson = answer!, AssertionState = kept });
        return result.Succeeded ? result : null;
    }

    /// <summary>A question is answered once.</summary>
    private string? Take(HttpContext http, string name, string? answer)
    {
        var kept = _cookies.Read(http, name);
        _cookies.Drop(http, name);
        return answer is { Length: > 0 and <= LongestAnswer } ? kept : null;
    }
}

/// <summary>
/// Passkeys belong to the host of the public address, whatever host a request names, and are only taken from pages of
/// that address, in a frame of nobody.
/// </summary>
internal sealed class PasskeyRules(IOptions<SiteOptions> site) : IConfigureOptions<IdentityPasskeyOptions>
{
    public void Configure(IdentityPasskeyOptions options)
    {
        if (!Uri.TryCreate(site.Value.PublicBaseUrl, UriKind.Absolute, out var url))
        {
            return;
        }

        options.ServerDomain = url.IdnHost;
        // The device itself checks who holds it, by finger, face or number: so a passkey is two factors.
        options.UserVerificationRequirement = "required";
        // Kept on the device with the name of the account, so that signing in asks for no address.
        options.ResidentKeyRequirement = "required";
        options.AttestationConveyancePreference = "none";
        var origin = url.GetLeftPart(UriPartial.Authority);
        options.ValidateOrigin = context => ValueTask.FromResult(
            !context.CrossOrigin && Uri.TryCreate(context.Origin, UriKind.Absolute, out var from) && from == new Uri(origin));
    }
}
