using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;

namespace Charity.Data;

/// <summary>
/// What the program counts about itself, for whoever listens (OpenTelemetry, dotnet-counters). A figure for operators:
/// the books are the truth, and a count may be off by a batch whose commit failed.
/// </summary>
public sealed class Measures : IDisposable
{
    /// <summary>Name of the meter and of the source of traces.</summary>
    public const string Name = "Charity";

    private readonly Meter meter;
    private readonly Counter<long> giftsSettled;
    private readonly Counter<long> giftAmount;
    private readonly Counter<long> webhookAnswers;
    private readonly Counter<long> mailResults;
    private readonly Counter<long> workHandled;

    public Measures(IMeterFactory factory)
    {
        meter = factory.Create(Name);
        giftsSettled = meter.CreateCounter<long>("charity.gifts.settled", "{gift}", "Card gifts that became paid.");
        giftAmount = meter.CreateCounter<long>("charity.gifts.amount", "{minor_unit}", "Amounts of gifts that became paid, in minor units of their currency.");
        webhookAnswers = meter.CreateCounter<long>("charity.webhook.answers", "{delivery}", "Deliveries of webhooks by the status they were answered with.");
        mailResults = meter.CreateCounter<long>("charity.mail.results", "{mail}", "Sendings of mails by their outcome.");
        workHandled = meter.CreateCounter<long>("charity.work.handled", "{row}", "Rows of inbox and outbox that were worked on, by kind and result.");
    }

    /// <summary>Traces of background work; requests and calls to Stripe are traced by .NET itself.</summary>
    public static ActivitySource Traces { get; } = new(Name);

    /// <summary>The meter, for gauges that a room watches.</summary>
    public Meter Meter => meter;

    /// <param name="currency">ISO 4217.</param>
    /// <param name="minor">Minor units.</param>
    public void GiftSettled(string currency, long minor)
    {
        giftsSettled.Add(1, new KeyValuePair<string, object?>("currency", currency));
        giftAmount.Add(minor, new KeyValuePair<string, object?>("currency", currency));
    }

    public void WebhookAnswered(int status) => webhookAnswers.Add(1, new KeyValuePair<string, object?>("status", status));

    /// <param name="outcome">Such as <c>sent</c>.</param>
    public void MailHandedOver(string outcome) => mailResults.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    /// <param name="kind">Such as <c>receipt.issue.v1</c>.</param>
    /// <param name="result"><c>done</c>, <c>failed</c> or <c>parked</c>.</param>
    /// <param name="rows">How many.</param>
    public void WorkHandled(string kind, string result, int rows)
        => workHandled.Add(rows, new KeyValuePair<string, object?>("kind", kind), new KeyValuePair<string, object?>("result", result));

    public void Dispose() => meter.Dispose();
}

/// <summary>Counts what a use case did once its save has succeeded, and not when it failed.</summary>
public sealed class CountLater(CharityDb db, Measures measures)
{
    private List<Action<Measures>> waiting = [];

    public void Add(Action<Measures> count)
    {
        if (waiting.Count == 0)
        {
            db.SavedChanges += Saved;
            db.SaveChangesFailed += Failed;
        }

        waiting.Add(count);
    }

    private void Saved(object? sender, SavedChangesEventArgs saved) => Take().ForEach(count => count(measures));

    private void Failed(object? sender, SaveChangesFailedEventArgs failed) => Take();

    /// <summary>Contexts are pooled and outlive this.</summary>
    private List<Action<Measures>> Take()
    {
        db.SavedChanges -= Saved;
        db.SaveChangesFailed -= Failed;
        var taken = waiting;
        waiting = [];
        return taken;
    }
}
