using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Notifications;

public enum MailState
{
    Waiting,

    /// <summary>Handed to the transport; found in this state after a restart, it is ambiguous.</summary>
    Sending,
    Sent,

    /// <summary>Refused for now; tried again later.</summary>
    Deferred,

    /// <summary>The connection broke before the answer: perhaps sent; sent again at most once, same Message-ID.</summary>
    Ambiguous,

    /// <summary>Refused for good.</summary>
    Bounced,

    /// <summary>Given up; its work is parked, and a person may send it on its way again.</summary>
    Failed,

    /// <summary>No longer wanted before it was sent: what it is about was voided or replaced.</summary>
    Withdrawn,
}

/// <summary>A mail that must reach someone once. The text is composed again from its subject whenever it is sent.</summary>
public sealed class Mail
{
    /// <summary>Sendings whose outcome nobody knows, after which it is not sent again.</summary>
    public const int MaxAmbiguousSends = 2;

    /// <summary>Failures to compose it with its documents, after which it goes without them.</summary>
    public const int MaxComposeFailures = 3;

    private const int MaxReply = 1000;

    private Mail()
    {
    }

    internal Mail(Guid id, string kind, string subject, string toAddress, string toName, string language, string messageId, Guid? donationId, DateTime at)
        => (Id, Kind, Subject, ToAddress, ToName, Language, MessageId, DonationId, CreatedAt)
            = (id, kind, subject, toAddress, toName, language, messageId, donationId, at);

    public Guid Id { get; private init; }

    /// <summary>Such as <c>receipt</c>, <c>transfer-instructions</c>; with subject unique.</summary>
    public string Kind { get; private init; } = "";

    /// <summary>What it is about, such as a receipt id, and <c>#2</c> for a second sending asked for by staff.</summary>
    public string Subject { get; private init; } = "";

    public Guid? DonationId { get; private init; }
    public string ToAddress { get; private init; } = "";
    public string ToName { get; private init; } = "";
    public string Language { get; private set; } = "en";

    /// <summary>Fixed before the first sending.</summary>
    public string MessageId { get; private init; } = "";

    public MailState State { get; private set; }

    /// <summary>How often it was handed to the transport.</summary>
    public int Attempts { get; private set; }

    /// <summary>Sendings whose outcome nobody knows. One that is sent all the same may have arrived twice.</summary>
    public int AmbiguousSends { get; private set; }

    /// <summary>How often composing it failed.</summary>
    public int ComposeFailures { get; private set; }

    /// <summary>It went without its document, which could not be drawn.</summary>
    public bool WithoutDocument { get; private set; }

    public DateTime CreatedAt { get; private init; }
    public DateTime? FirstTriedAt { get; private set; }
    public DateTime? SentAt { get; private set; }

    /// <summary>What the server last said.</summary>
    public string? LastReply { get; private set; }

    public int Version { get; private set; }

    /// <summary>Nothing more is done with it.</summary>
    public bool IsOver => State is MailState.Sent or MailState.Bounced or MailState.Failed or MailState.Withdrawn
        || (State == MailState.Ambiguous && AmbiguousSends >= MaxAmbiguousSends);

    /// <summary>It is handed to the transport now. Saved before, so that a crash while sending leaves a trace.</summary>
    internal void BeginSending(bool withoutDocument, DateTime at)
    {
        Require(MayBeWithdrawn);
        State = MailState.Sending;
        Attempts++;
        WithoutDocument = withoutDocument;
        FirstTriedAt ??= at;
        Version++;
    }

    /// <summary>The process ended, or the connection broke, before anyone knew whether it was taken.</summary>
    internal void LoseSight(string reply)
    {
        Require(State == MailState.Sending);
        State = MailState.Ambiguous;
        AmbiguousSends++;
        Note(reply);
    }

    internal void RecordSent(string reply, DateTime at)
    {
        Require(State == MailState.Sending);
        (State, SentAt) = (MailState.Sent, at);
        Note(reply);
    }

    internal void Defer(string reply)
    {
        Require(State == MailState.Sending);
        State = MailState.Deferred;
        Note(reply);
    }

    internal void Bounce(string reply)
    {
        Require(State == MailState.Sending);
        State = MailState.Bounced;
        Note(reply);
    }

    internal void GiveUp(string reply)
    {
        Require(State is MailState.Sending);
        State = MailState.Failed;
        Note(reply);
    }

    /// <summary>Given up, and a person sends it on its way again: with another three days.</summary>
    internal void TakeUpAgain()
    {
        Require(State == MailState.Failed);
        (State, FirstTriedAt) = (MailState.Deferred, null);
        Version++;
    }

    /// <summary>It waits to be sent, and nobody is sending it at this moment.</summary>
    internal bool MayBeWithdrawn => State is MailState.Waiting or MailState.Deferred or MailState.Ambiguous && !IsOver;

    internal void Withdraw()
    {
        Require(MayBeWithdrawn);
        State = MailState.Withdrawn;
        Version++;
    }

    /// <summary>The reader's language is not offered any more: it is written in another.</summary>
    internal void SpeakIn(Languages.Language language) => Language = language.Code;

    internal void CountComposeFailure(string error)
    {
        ComposeFailures++;
        Note(error);
    }

    private void Note(string reply)
    {
        LastReply = reply.Length > MaxReply ? reply[..MaxReply] : reply;
        Version++;
    }

    private void Require(bool allowed, [CallerMemberName] string move = "")
    {
        if (!allowed)
        {
            throw new InvalidOperationException($"Mail {Id} is {State}: {move} is not allowed.");
        }
    }
}

internal sealed class MailMapping : IEntityTypeConfiguration<Mail>
{
    public void Configure(EntityTypeBuilder<Mail> builder)
    {
        builder.ToTable("mail");
        builder.Ignore(m => m.IsOver);
        builder.HasIndex(m => new { m.Kind, m.Subject }).IsUnique();
        builder.HasIndex(m => m.DonationId);
        builder.HasIndex(m => new { m.State, m.CreatedAt });
        builder.Property(m => m.Kind).HasMaxLength(40);
        builder.Property(m => m.Subject).HasMaxLength(100);
        builder.Property(m => m.ToAddress).HasMaxLength(254);
        builder.Property(m => m.ToName).HasMaxLength(500);
        builder.Property(m => m.Language).HasMaxLength(2);
        builder.Property(m => m.MessageId).HasMaxLength(255);
        builder.Property(m => m.LastReply).HasMaxLength(1000);
        builder.Property(m => m.Version).IsConcurrencyToken();
    }
}
