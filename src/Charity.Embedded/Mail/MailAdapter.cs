using Charity.Data;
using Charity.Notifications;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Charity.Embedded.Mail;

/// <summary>Registers mail by System.Net.Mail or into a folder, as the settings say.</summary>
internal static class MailAdapter
{
    public static IServiceCollection AddMailTransport(this IServiceCollection services)
        => services
            .AddSingleton<IValidateOptions<MailOptions>, KnowsEncryption>()
            .AddSingleton<IMailTransport>(provider => provider.GetRequiredService<IOptions<MailOptions>>().Value.Transport switch
            {
                MailTransportKind.Folder => ActivatorUtilities.CreateInstance<FolderMailTransport>(provider),
                _ => ActivatorUtilities.CreateInstance<SmtpMailTransport>(provider),
            });

    /// <summary>
    /// System.Net.Mail begins every connection in clear and knows STARTTLS only; it signs in by password, trusts what the
    /// system trusts, and signs nothing.
    /// </summary>
    private sealed class KnowsEncryption : IValidateOptions<MailOptions>
    {
        public ValidateOptionsResult Validate(string? name, MailOptions options)
        {
            if (options.Transport != MailTransportKind.Smtp)
            {
                return ValidateOptionsResult.Success;
            }

            var faults = new List<string>();
            if (options.Tls == MailEncryption.Implicit)
            {
                faults.Add($"{Variable(nameof(MailOptions.Tls))} is Implicit (port 465), which the Embedded edition does not know: use StartTls, usually on port 587.");
            }

            faults.AddRange(
                from setting in new (string Name, string Value)[]
                {
                    (nameof(MailOptions.OAuthToken), options.OAuthToken), (nameof(MailOptions.OAuthTokenFile), options.OAuthTokenFile),
                    (nameof(MailOptions.CaFile), options.CaFile), (nameof(MailOptions.DkimDomain), options.DkimDomain),
                }
                where setting.Value.Length > 0
                select $"{Variable(setting.Name)} is set, which the Embedded edition does not know: leave it out, or use the Production edition.");
            return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
        }

        private static string Variable(string name) => Settings.Variable(MailOptions.Section, name);
    }
}
