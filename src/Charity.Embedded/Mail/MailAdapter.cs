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

    /// <summary>System.Net.Mail begins every connection in clear and knows STARTTLS only.</summary>
    private sealed class KnowsEncryption : IValidateOptions<MailOptions>
    {
        public ValidateOptionsResult Validate(string? name, MailOptions options)
            => options is { Transport: MailTransportKind.Smtp, Tls: MailEncryption.Implicit }
                ? ValidateOptionsResult.Fail(
                    $"{Settings.Variable(MailOptions.Section, nameof(MailOptions.Tls))} is Implicit (port 465), which the Embedded edition does not know: use StartTls, usually on port 587.")
                : ValidateOptionsResult.Success;
    }
}
