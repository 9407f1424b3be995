using Charity.Notifications;

namespace Charity.Sandbox.Mailbox;

/// <summary>What the simulated mail server does with the next mails.</summary>
internal enum MailConduct
{
    /// <summary>Takes them.</summary>
    Takes,

    /// <summary>451: not now. Certainly not taken.</summary>
    Defers,

    /// <summary>550: no such receiver. Never will be taken.</summary>
    Bounces,

    /// <summary>Takes the mail and breaks the connection before it says so: the sender cannot know.</summary>
    Breaks,

    /// <summary>Takes its time.</summary>
    Slow,
}

/// <summary>Set on the mailbox page, read by the application's transport; until set again.</summary>
internal sealed class MailWeather
{
    private volatile MailConduct conduct;

    internal MailConduct Conduct
    {
        get => conduct;
        set => conduct = value;
    }
}

/// <summary>The folder transport behind a mail server of changeable temper. Answers as SMTP servers do.</summary>
internal sealed class WeatheredTransport(IMailTransport inner, MailWeather weather) : IMailTransport
{
    private static readonly TimeSpan Slowness = TimeSpan.FromSeconds(15);

    public async Task<MailResult> SendAsync(OutgoingMail mail, CancellationToken cancel)
    {
        switch (weather.Conduct)
        {
            case MailConduct.Defers:
                return new MailResult(MailOutcome.Deferred, 451, "4.3.2 Not now, says the sandbox");
            case MailConduct.Bounces:
                return new MailResult(MailOutcome.Bounced, 550, "5.1.1 No such receiver, says the sandbox");
            case MailConduct.Breaks:
                await inner.SendAsync(mail, cancel);
                return new MailResult(MailOutcome.Ambiguous, null, "the sandbox broke the connection");
            case MailConduct.Slow:
                // Real time: the business clock may stand still.
                await Task.Delay(Slowness, cancel);
                return await inner.SendAsync(mail, cancel);
            case MailConduct.Takes:
            default:
                return await inner.SendAsync(mail, cancel);
        }
    }
}
