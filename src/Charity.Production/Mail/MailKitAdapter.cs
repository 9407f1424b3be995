using System.Security.Cryptography;
using Charity.Data;
using Charity.Embedded.Mail;
using Charity.Notifications;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Charity.Production.Mail;

/// <summary>Registers mail by MailKit, or into a folder, as the settings say.</summary>
internal static class MailKitAdapter
{
    public static IServiceCollection AddMailKit(this IServiceCollection services)
        => services
            .AddSingleton<IValidateOptions<MailOptions>, FilesHoldWhatTheyShould>()
            .AddSingleton<MessageComposer>()
            .AddSingleton<MailConnections>()
            .AddSingleton<IMailTransport>(provider => provider.GetRequiredService<IOptions<MailOptions>>().Value.Transport switch
            {
                MailTransportKind.Folder => ActivatorUtilities.CreateInstance<FolderMailTransport>(provider),
                _ => ActivatorUtilities.CreateInstance<MailKitTransport>(provider),
            });

    /// <summary>A key or certificate that cannot be read is found at the start, not with the first receipt.</summary>
    private sealed class FilesHoldWhatTheyShould : IValidateOptions<MailOptions>
    {
        public ValidateOptionsResult Validate(string? name, MailOptions options)
        {
            var faults = new List<string>();
            if (options.DkimKeyFile.Length > 0 && File.Exists(options.DkimKeyFile) && !Reads(() => MessageComposer.Signer(options)))
            {
                faults.Add($"{Variable(nameof(MailOptions.DkimKeyFile))} holds no private key that mails can be signed with: an RSA key in PEM, not encrypted.");
            }

            if (options.CaFile.Length > 0 && File.Exists(options.CaFile) && !Reads(() => MailConnections.Authorities(options)))
            {
                faults.Add($"{Variable(nameof(MailOptions.CaFile))} holds no certificate in PEM.");
            }

            return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
        }

        private static bool Reads(Func<object?> read)
        {
            try
            {
                return read() is not null;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or FormatException
                or CryptographicException or InvalidCastException)
            {
                return false;
            }
        }

        private static string Variable(string setting) => Settings.Variable(MailOptions.Section, setting);
    }
}
