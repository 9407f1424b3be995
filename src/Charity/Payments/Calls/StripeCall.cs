using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Payments;

public enum StripeCallState
{
    /// <summary>Stored, sent or about to be; its answer is not known.</summary>
    Sending,
    Done,

    /// <summary>The provider may or may not have acted; the fixing job asks again with the same key and body.</summary>
    Unknown,

    /// <summary>Definitely refused; nothing happened.</summary>
    Refused,
}

/// <summary>
/// A writing call to the provider: key and exact body are stored before it is made, so that a retry is the same call.
/// Done and Refused are final.
/// </summary>
public sealed class StripeCall
{
    /// <summary>The provider has stored a failure under the key and repeats it: sending again is of no use.</summary>
    internal const string StoredFailure = "stored_failure";

    /// <summary>A search found nothing that the call could have made.</summary>
    internal const string FoundNothing = "found_nothing";

    private StripeCall()
    {
    }

    internal StripeCall(CallSpec spec, DateTime now)
    {
        (Key, Account, Purpose, TargetId, Body) = (spec.Key, spec.Account, spec.Purpose, spec.TargetId, spec.Body);
        (State, FirstSentAt, Sends) = (StripeCallState.Sending, now, 1);
    }

    /// <summary>The idempotency key, such as <c>don-{id}-cs-1</c>.</summary>
    public string Key { get; private set; } = "";

    public string Account { get; private set; } = "";

    /// <summary>Such as <c>checkout.session.create</c>.</summary>
    public string Purpose { get; private set; } = "";

    public Guid TargetId { get; private set; }

    /// <summary>The encoded form body, sent again to the letter.</summary>
    public string Body { get; private set; } = "";

    public StripeCallState State { get; private set; }

    /// <summary>How often we meant to send it, the client's own retries not counted.</summary>
    public int Sends { get; private set; }

    public DateTime FirstSentAt { get; private set; }
    public DateTime? AnsweredAt { get; private set; }

    /// <summary>Id of what the call made.</summary>
    public string? ResultId { get; private set; }

    public string? RequestId { get; private set; }
    public string? ErrorCode { get; private set; }
    public int Version { get; private set; }

    internal bool IsOpen => State is StripeCallState.Sending or StripeCallState.Unknown;

    /// <summary>True while the provider would still recognise the key and may answer otherwise than it did.</summary>
    internal bool MayBeSentAgain(DateTime now) => IsOpen && ErrorCode != StoredFailure && now - FirstSentAt < StripeApi.KeyLifetime;

    internal void SendAgain()
    {
        Require(IsOpen);
        Sends++;
        Version++;
    }

    /// <summary>From Sending or Unknown. A second answer with the same result, from a call made side by side, changes nothing.</summary>
    internal void Answer(string resultId, DateTime now)
    {
        if (State == StripeCallState.Done)
        {
            return;
        }

        Require(IsOpen);
        (State, ResultId, ErrorCode, AnsweredAt) = (StripeCallState.Done, resultId, null, now);
        Version++;
    }

    /// <summary>From Sending or Unknown. An answer that has come meanwhile stands.</summary>
    internal void Refuse(string code, string? requestId, DateTime now)
    {
        if (!IsOpen)
        {
            return;
        }

        (State, ErrorCode, RequestId, AnsweredAt) = (StripeCallState.Refused, code, requestId, now);
        Version++;
    }

    /// <summary>From Sending or Unknown. An answer that has come meanwhile stands.</summary>
    internal void LeaveUnknown(string code, string? requestId)
    {
        // A stored failure stays one, whatever a later attempt met on its way.
        if (!IsOpen || ErrorCode == StoredFailure)
        {
            return;
        }

        (State, ErrorCode, RequestId) = (StripeCallState.Unknown, code, requestId);
        Version++;
    }

    private void Require(bool allowed)
    {
        if (!allowed)
        {
            throw new InvalidOperationException($"Call {Key} is {State}.");
        }
    }
}

internal sealed class StripeCallMapping : IEntityTypeConfiguration<StripeCall>
{
    public void Configure(EntityTypeBuilder<StripeCall> builder)
    {
        builder.ToTable("stripe_call");
        builder.HasKey(c => c.Key);
        builder.HasIndex(c => new { c.State, c.FirstSentAt });
        builder.HasIndex(c => c.TargetId);
        builder.Property(c => c.Account).HasMaxLength(64);
        builder.Property(c => c.Purpose).HasMaxLength(64);
        builder.Property(c => c.Body).HasMaxLength(-1);
        builder.Property(c => c.Version).IsConcurrencyToken();
    }
}
