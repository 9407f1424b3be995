using Charity.Campaigns.Consents;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Campaigns.Updates;

/// <summary>How an update stands at a moment.</summary>
public enum UpdateStanding
{
    /// <summary>Written, and seen by staff alone.</summary>
    Draft,

    /// <summary>Shown by itself once its time comes.</summary>
    Scheduled,
    Public,
    TakenDown,
}

/// <summary>News from a campaign, shown on its page from <see cref="PublishedAt"/> on until it is taken down.</summary>
public sealed class CampaignUpdate
{
    private CampaignUpdate()
    {
    }

    internal CampaignUpdate(Guid id, Guid campaignId, DateTime writtenAt, string writtenBy)
        => (Id, CampaignId, WrittenAt, WrittenBy) = (id, campaignId, writtenAt, writtenBy);

    public Guid Id { get; private set; }
    public Guid CampaignId { get; private set; }
    public LocalizedText Title { get; private set; } = LocalizedText.Empty;

    /// <summary>Markdown; sanitised when shown.</summary>
    public LocalizedText Body { get; private set; } = LocalizedText.Empty;

    /// <summary>It tells of someone who can be recognised: then it is shown only under a consent in force.</summary>
    public bool TellsOfPerson { get; private set; }

    public Guid? ConsentId { get; private set; }

    /// <summary>From when on readers see it; null for a draft.</summary>
    public DateTime? PublishedAt { get; private set; }

    /// <summary>When its words last changed after readers had seen them; said beside it.</summary>
    public DateTime? CorrectedAt { get; private set; }

    public DateTime? TakenDownAt { get; private set; }
    public DateTime WrittenAt { get; private set; }

    /// <summary>As staff know them.</summary>
    public string WrittenBy { get; private set; } = "";

    public int Version { get; private set; }

    /// <param name="now">UTC.</param>
    public UpdateStanding StandingAt(DateTime now)
        => TakenDownAt is not null ? UpdateStanding.TakenDown
            : PublishedAt is not { } at ? UpdateStanding.Draft
            : at > now ? UpdateStanding.Scheduled
            : UpdateStanding.Public;

    /// <summary>Changes the words. Readers who saw others are told when.</summary>
    internal void Write(LocalizedText title, LocalizedText body, bool tellsOfPerson, Guid? consentId, DateTime now)
    {
        var before = (Title, Body);
        Refuse(UpdateStanding.TakenDown, now);
        (Title, Body, TellsOfPerson, ConsentId) = (title, body, tellsOfPerson, tellsOfPerson ? consentId : null);
        if (StandingAt(now) == UpdateStanding.Public && before != (Title, Body))
        {
            CorrectedAt = now;
        }

        Version++;
    }

    /// <summary>Sets when readers see it, or makes it a draft again.</summary>
    internal void Schedule(DateTime? at, DateTime now)
    {
        Refuse(UpdateStanding.TakenDown, now);
        Refuse(UpdateStanding.Public, now);
        PublishedAt = at;
        Version++;
    }

    internal void TakeDown(DateTime now)
    {
        Refuse(UpdateStanding.TakenDown, now);
        TakenDownAt = now;
        Version++;
    }

    /// <summary>Takes it down and forgets what it told: the person it tells of no longer agrees.</summary>
    internal void ForgetPerson(DateTime now)
    {
        TakenDownAt ??= now;
        (Title, Body) = (LocalizedText.Empty, LocalizedText.Empty);
        Version++;
    }

    private void Refuse(UpdateStanding standing, DateTime now)
    {
        if (StandingAt(now) == standing)
        {
            throw new InvalidOperationException($"An update that is {standing} does not change so.");
        }
    }
}

internal sealed class CampaignUpdateMapping : IEntityTypeConfiguration<CampaignUpdate>
{
    public void Configure(EntityTypeBuilder<CampaignUpdate> builder)
    {
        builder.ToTable("campaign_update");
        builder.HasOne<Campaign>().WithMany().HasForeignKey(u => u.CampaignId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Consent>().WithMany().HasForeignKey(u => u.ConsentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(u => new { u.CampaignId, u.PublishedAt });
        builder.Property(u => u.WrittenBy).HasMaxLength(100);
        builder.Property(u => u.Version).IsConcurrencyToken();
    }
}
