using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Charity.Notifications;
using Charity.Organisation;
using Charity.Payments;
using Microsoft.Extensions.Options;

namespace Charity.SetUp;

/// <summary>
/// A short mark of the settings that a proof depends on: once they change, the proof no longer holds. Nobody can read the
/// settings out of it.
/// </summary>
public sealed class SettingsMark(IOptions<StripeOptions> stripe, IOptions<MailOptions> mail, IOptions<SiteOptions> site)
{
    private const int Characters = 16;

    /// <summary>Of the address, mode and secret with which an account's events reach us.</summary>
    public string OfWebhook(string account)
        => Of("webhook", account, stripe.Value.Mode.ToString(), stripe.Value.Find(account)?.WebhookSecret ?? "", site.Value.PublicBaseUrl);

    /// <summary>Of the way that mails leave by.</summary>
    public string OfMail()
    {
        var way = mail.Value;
        return Of(
            "mail", way.Transport.ToString(), way.Folder, way.Host, way.Port.ToString(CultureInfo.InvariantCulture), way.Tls.ToString(), way.User,
            way.FromAddress, way.DkimDomain, way.DkimSelector, site.Value.PublicBaseUrl);
    }

    private static string Of(params string[] parts)
        => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts))))[..Characters];
}
