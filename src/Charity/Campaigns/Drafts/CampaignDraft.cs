using Charity.Data.Audit;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Campaigns.Drafts;

/// <summary>
/// What editors are preparing beside the live campaign; at most one each. Nothing of it is seen by donors until it is
/// published, at once or at a set time.
/// </summary>
public sealed class CampaignDraft
{
    private CampaignDraft()
    {
    }

    internal CampaignDraft(Guid id, Guid campaignId, int edition, DateTime startedAt)
        => (Id, CampaignId, Edition, StartedAt, SavedAt) = (id, campaignId, edition, startedAt, startedAt);

    public Guid Id { get; private set; }
    public Guid CampaignId { get; private set; }

    /// <summary>The <see cref="CampaignDocument"/> as JSON with its schema.</summary>
    public string Body { get; private set; } = "";

    /// <summary>The <see cref="TranslationMarks"/> as JSON.</summary>
    public string Translations { get; private set; } = "";

    /// <summary>Number of the published edition that its editors compare it with; 0 when there is none yet.</summary>
    public int Edition { get; private set; }

    public DateTime StartedAt { get; private set; }
    public DateTime SavedAt { get; private set; }
    public string SavedById { get; private set; } = "";
    public string SavedBy { get; private set; } = "";

    /// <summary>Why promises change, for the public revision; kept while the draft waits for its time.</summary>
    public LocalizedText Reason { get; private set; } = LocalizedText.Empty;

    /// <summary>UTC; null when no time is set. While one is set, the draft does not change.</summary>
    public DateTime? PublishAt { get; private set; }

    /// <summary>Names one setting of the time: work left over from one that was taken back finds another here, and does nothing.</summary>
    public Guid? ScheduleId { get; private set; }

    public string? ScheduledById { get; private set; }
    public string? ScheduledBy { get; private set; }

    /// <summary>When publishing at a set time was refused; null once somebody changed the draft or set a new time.</summary>
    public DateTime? RefusedAt { get; private set; }

    /// <summary>Why: names of <see cref="CampaignProblem"/>, joined by commas.</summary>
    public string? Refused { get; private set; }

    public int Version { get; private set; }

    public CampaignDocument Document => CampaignDocument.FromJson(Body);

    public TranslationMarks Marks => TranslationMarks.FromJson(Translations);

    public IReadOnlyList<CampaignProblem> RefusedFor
        => [.. (Refused ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<CampaignProblem>)];

    /// <summary>Who set the time.</summary>
    /// <exception cref="InvalidOperationException">No time is set.</exception>
    internal Actor Scheduler => ScheduledById is { } id && ScheduledBy is { } name ? new Actor(id, name) : throw new InvalidOperationException("No time is set.");

    internal void Write(CampaignDocument document, TranslationMarks marks, Actor by, DateTime at)
    {
        if (PublishAt is not null)
        {
            throw new InvalidOperationException("A draft that waits for its time does not change.");
        }

        (Body, Translations, SavedAt, SavedById, SavedBy) = (document.ToJson(), marks.ToJson(), at, by.Id, by.Name);
        (RefusedAt, Refused) = (null, null);
        Version++;
    }

    /// <summary>No word changes, so also while a time is set.</summary>
    internal void Confirm(TranslationMarks marks)
    {
        Translations = marks.ToJson();
        Version++;
    }

    /// <summary>A consent ended: what it covered leaves the draft, also while a time is set.</summary>
    internal void Forget(CampaignDocument document)
    {
        Body = document.ToJson();
        Version++;
    }

    internal void Schedule(Guid scheduleId, DateTime at, int edition, LocalizedText reason, Actor by)
    {
        (PublishAt, ScheduleId, Edition, Reason, ScheduledById, ScheduledBy) = (at, scheduleId, edition, reason, by.Id, by.Name);
        (RefusedAt, Refused) = (null, null);
        Version++;
    }

    internal void Unschedule()
    {
        (PublishAt, ScheduleId, ScheduledById, ScheduledBy) = (null, null, null, null);
        Version++;
    }

    /// <summary>The time came and the draft could not be published: it stands as it was, open to changes again.</summary>
    internal void Refuse(IReadOnlyList<CampaignProblem> problems, DateTime at)
    {
        Unschedule();
        (RefusedAt, Refused) = (at, string.Join(',', problems));
    }
}

internal sealed class CampaignDraftMapping : IEntityTypeConfiguration<CampaignDraft>
{
    public void Configure(EntityTypeBuilder<CampaignDraft> builder)
    {
        builder.ToTable("campaign_draft");
        builder.HasOne<Campaign>().WithMany().HasForeignKey(d => d.CampaignId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(d => d.CampaignId).IsUnique();
        builder.Ignore(d => d.Document);
        builder.Ignore(d => d.Marks);
        builder.Ignore(d => d.RefusedFor);
        builder.Ignore(d => d.Scheduler);
        builder.Property(d => d.Body).HasMaxLength(-1);
        builder.Property(d => d.Translations).HasMaxLength(-1);
        builder.Property(d => d.SavedById).HasMaxLength(Actor.MaxLength);
        builder.Property(d => d.SavedBy).HasMaxLength(Actor.MaxLength);
        builder.Property(d => d.ScheduledById).HasMaxLength(Actor.MaxLength);
        builder.Property(d => d.ScheduledBy).HasMaxLength(Actor.MaxLength);
        builder.Property(d => d.Refused).HasMaxLength(1000);
        builder.Property(d => d.Version).IsConcurrencyToken();
    }
}
