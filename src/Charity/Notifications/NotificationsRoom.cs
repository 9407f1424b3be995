using Charity.Data;
using Charity.Data.Work;
using Charity.Exceptions;
using Microsoft.Extensions.DependencyInjection;

namespace Charity.Notifications;

/// <summary>
/// Mails: how a letter looks, how it is sent once, tried again, given up, and what staff learn of it. What a mail says is
/// written by the room that owns its subject (<see cref="IMailWriter"/>). Calls hallways only.
/// </summary>
public static class NotificationsRoom
{
    public static IServiceCollection AddNotifications(this IServiceCollection services)
        => services
            .AddSettings<MailOptions>(MailOptions.Section, MailOptions.Faults)
            .AddScoped<AddMail>()
            .AddScoped<MailFindings>()
            .AddScoped<ICauseCheck, MailCauses>()
            .AddScoped<PrepareMail>()
            .AddScoped<RecordMailResult>()
            .AddMessageHandler<SendMail, MailDue, SendFact>();

    /// <summary>Registers who writes mails of one kind.</summary>
    public static IServiceCollection AddMailWriter<TWriter>(this IServiceCollection services)
        where TWriter : class, IMailWriter
        => services.AddScoped<IMailWriter, TWriter>();
}
