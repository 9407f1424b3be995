using Charity.Staff;

namespace Charity.Web.Hosting;

/// <summary>
/// The secret that an authenticator page shows, until a code proves that an app has it. It lies in a sealed cookie of the
/// very browser that was shown it and nowhere else: nobody who knows only the password can have seen it before.
/// </summary>
public sealed class PendingAuthenticator(SealedCookies cookies)
{
    private const string Name = "staff-app";
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(20);

    /// <summary>The one that this browser was shown, or a fresh one.</summary>
    public string Secret(HttpContext http, Guid userId)
    {
        if (Shown(http, userId) is { } shown)
        {
            return shown;
        }

        var secret = Totp.NewSecret();
        cookies.Set(http, Name, userId.ToString("N") + secret, Lifetime);
        return secret;
    }

    /// <summary>Null where this browser was shown none to this user.</summary>
    public string? Shown(HttpContext http, Guid userId)
        => cookies.Read(http, Name) is { } kept && kept.StartsWith(userId.ToString("N"), StringComparison.Ordinal) ? kept[32..] : null;

    public void Forget(HttpContext http) => cookies.Drop(http, Name);
}
