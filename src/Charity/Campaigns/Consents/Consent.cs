using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Campaigns.Consents;

/// <summary>How a consent stands on a day.</summary>
public enum ConsentStanding
{
    /// <summary>Given from a later day on.</summary>
    Coming,
    InForce,

    /// <summary>Its last day is over.</summary>
    Expired,
    Withdrawn,
}

/// <summary>Where a picture or a story may be shown.</summary>
public sealed record ConsentPlaces(bool OnSite, bool InMail, bool InReports, bool OnSocial)
{
    public bool Any => OnSite || InMail || InReports || OnSocial;
}

/// <summary>
/// A person's word that a picture or a story of them may be shown: for what, where and until when. The names are for
/// staff only; no page that others see and no line of the audit holds them.
/// </summary>
public sealed class Consent
{
    private Consent()
    {
    }

    internal Consent(Guid id, DateTime recordedAt, string recordedBy) => (Id, RecordedAt, RecordedBy) = (id, recordedAt, recordedBy);

    public Guid Id { get; private set; }

    /// <summary>Whom the picture or story shows; empty once erased.</summary>
    public string Person { get; private set; } = "";

    /// <summary>A child: then a parent or guardian consents.</summary>
    public bool IsChild { get; private set; }

    /// <summary>Who consents for a child; empty otherwise and once erased.</summary>
    public string Guardian { get; private set; } = "";

    /// <summary>What the guardian is to the child, such as mother.</summary>
    public string GuardianRelation { get; private set; } = "";

    /// <summary>What was agreed, in the words that the person was asked with.</summary>
    public string Purpose { get; private set; } = "";

    public bool OnSite { get; private set; }
    public bool InMail { get; private set; }
    public bool InReports { get; private set; }
    public bool OnSocial { get; private set; }

    /// <summary>First day.</summary>
    public DateOnly From { get; private set; }

    /// <summary>Last day, itself included.</summary>
    public DateOnly Until { get; private set; }

    /// <summary>The signed paper: a stored file that is never public.</summary>
    public string? DocumentSha256 { get; private set; }

    public DateTime RecordedAt { get; private set; }
    public string RecordedBy { get; private set; } = "";
    public DateOnly? WithdrawnOn { get; private set; }
    public string? WithdrawalReason { get; private set; }

    /// <summary>When what stood under it was taken down, after withdrawal or its last day.</summary>
    public DateTime? ClearedAt { get; private set; }

    /// <summary>When the names and the paper were erased.</summary>
    public DateTime? ErasedAt { get; private set; }

    public int Version { get; private set; }

    public ConsentPlaces Places => new(OnSite, InMail, InReports, OnSocial);

    /// <param name="today">The organisation's day (<see cref="ConsentDay"/>).</param>
    public ConsentStanding StandingOn(DateOnly today)
        => WithdrawnOn is not null ? ConsentStanding.Withdrawn
            : today > Until ? ConsentStanding.Expired
            : today < From ? ConsentStanding.Coming
            : ConsentStanding.InForce;

    internal void Write(string person, bool isChild, string guardian, string relation, string purpose, ConsentPlaces places, DateOnly from, DateOnly until)
    {
        (Person, IsChild, Guardian, GuardianRelation) = (person, isChild, isChild ? guardian : "", isChild ? relation : "");
        (Purpose, From, Until) = (purpose, from, until);
        (OnSite, InMail, InReports, OnSocial) = places;
        Version++;
    }

    internal void Attach(string? documentSha256)
    {
        DocumentSha256 = documentSha256;
        Version++;
    }

    internal void Withdraw(DateOnly on, string reason)
    {
        if (WithdrawnOn is not null)
        {
            throw new InvalidOperationException("A consent is withdrawn once.");
        }

        (WithdrawnOn, WithdrawalReason) = (on, reason);
        Version++;
    }

    internal void Clear(DateTime at)
    {
        ClearedAt ??= at;
        Version++;
    }

    /// <summary>Forgets who it was; that there was a consent, for what and until when, stays.</summary>
    internal void Erase(DateTime at)
    {
        if (ClearedAt is null)
        {
            throw new InvalidOperationException("A consent that something stands under keeps its names.");
        }

        (Person, Guardian, GuardianRelation, Purpose, WithdrawalReason, DocumentSha256) = ("", "", "", "", WithdrawalReason is null ? null : "", null);
        ErasedAt ??= at;
        Version++;
    }
}

internal sealed class ConsentMapping : IEntityTypeConfiguration<Consent>
{
    public const int MaxName = 200;
    public const int MaxRelation = 100;
    public const int MaxPurpose = 2000;
    public const int MaxReason = 1000;

    public void Configure(EntityTypeBuilder<Consent> builder)
    {
        builder.ToTable("consent");
        builder.Ignore(c => c.Places);
        builder.Property(c => c.Person).HasMaxLength(MaxName);
        builder.Property(c => c.Guardian).HasMaxLength(MaxName);
        builder.Property(c => c.GuardianRelation).HasMaxLength(MaxRelation);
        builder.Property(c => c.Purpose).HasMaxLength(MaxPurpose);
        builder.Property(c => c.DocumentSha256).HasMaxLength(64);
        builder.Property(c => c.RecordedBy).HasMaxLength(100);
        builder.Property(c => c.WithdrawalReason).HasMaxLength(MaxReason);
        builder.Property(c => c.Version).IsConcurrencyToken();
        // The job looks for what ended and was not taken down yet.
        builder.HasIndex(c => new { c.ClearedAt, c.Until });
    }
}
