using System.Collections.Concurrent;
using Charity.Notifications;
using Microsoft.Extensions.DependencyInjection;

namespace Charity.Testing;

/// <summary>Where the mails of a test go. By default each is taken; a test may script other answers.</summary>
public sealed class TestMailbox : IMailTransport
{
    private readonly ConcurrentQueue<MailResult> answers = new();
    private readonly ConcurrentQueue<OutgoingMail> mails = new();

    /// <summary>Every mail that was handed over and may have arrived, in order.</summary>
    public IReadOnlyList<OutgoingMail> Mails => [.. mails];

    /// <summary>How often anything was handed over.</summary>
    public int Attempts { get; private set; }

    /// <summary>What happens in the middle of the next sendings; throws to end them there.</summary>
    public Func<OutgoingMail, Task>? WhileSending { get; set; }

    /// <summary>The next sendings are answered so, then all are taken again.</summary>
    public void Answer(params MailResult[] next) => Array.ForEach(next, answers.Enqueue);

    /// <summary>Forgets the answers still scripted: everything is taken again.</summary>
    public void AnswerAllFromNowOn() => answers.Clear();

    public async Task<MailResult> SendAsync(OutgoingMail mail, CancellationToken cancel)
    {
        Attempts++;
        if (WhileSending is { } meanwhile)
        {
            await meanwhile(mail);
        }

        var answer = answers.TryDequeue(out var next) ? next : new MailResult(MailOutcome.Sent, 250, "accepted");
        if (answer.Outcome is MailOutcome.Sent or MailOutcome.Ambiguous)
        {
            mails.Enqueue(mail);
        }

        return answer;
    }
}

public sealed partial class CharityHost
{
    /// <summary>Every mail sent.</summary>
    public TestMailbox Mailbox => services.GetRequiredService<TestMailbox>();

    internal static void AddMailbox(IServiceCollection services)
        => services.AddSingleton<TestMailbox>().AddSingleton<IMailTransport>(provider => provider.GetRequiredService<TestMailbox>());
}
