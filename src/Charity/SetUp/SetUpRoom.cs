using System.Net;
using Charity.Notifications;
using Microsoft.Extensions.DependencyInjection;

namespace Charity.SetUp;

/// <summary>
/// Whether this installation is ready for real gifts: what its database, its settings, Stripe, the mail server and its own
/// address say at this moment. Nothing here remembers that a step "is done": each is found out again whenever it is shown.
/// </summary>
public static class SetUpRoom
{
    public static IServiceCollection AddSetUp(this IServiceCollection services)
    {
        services.AddScoped<ReadOrganisation>();
        services.AddScoped<ReadContents>();
        services.AddScoped<ReadBeginning>();
        services.AddScoped<ReadMailProof>();
        services.AddScoped<ReadWebhookProof>();
        services.AddScoped<BeginWebhookProof>();
        services.AddScoped<RecordWebhookProof>();
        services.AddScoped<SendTestMail>();
        services.AddScoped<ConfirmTestMail>();
        services.AddScoped<ReadSetUp>();
        services.AddMailWriter<TestMail>();
        services.AddSingleton<SettingsMark>();
        services.AddSingleton<ProveWebhook>();
        services.AddSingleton<CheckStripe>();
        services.AddSingleton<CheckAddress>();
        services.AddSingleton<SetUpCheck>();
        services.AddHttpClient(CheckAddress.ClientName, client => client.MaxResponseContentBufferSize = CheckAddress.LargestAnswer)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                AutomaticDecompression = DecompressionMethods.None,
                ConnectTimeout = CheckAddress.Patience,
            })
            .RemoveAllLoggers();
        return services;
    }
}
