using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Donors;

/// <summary>
/// A person or company that gives, known by e-mail address. The link from a gift is unverified until the address is
/// proven; the gift keeps its own contact snapshot.
/// </summary>
public sealed class Donor
{
    public Guid Id { get; internal set; }

    /// <summary>The address, trimmed and in lower case; unique.</summary>
    public string EmailKey { get; internal set; } = "";

    public string Email { get; internal set; } = "";
    public string Name { get; internal set; } = "";
    public string Language { get; internal set; } = "en";
    public bool EmailVerified { get; internal set; }

    /// <summary>Last definite bounce; mails are still tried, staff see it.</summary>
    public DateTime? BouncedAt { get; internal set; }

    /// <summary>Consent to news with the version of the text consented to; null when not given or withdrawn.</summary>
    public DateTime? NewsConsentAt { get; internal set; }

    public string? NewsConsentText { get; internal set; }
    public DateTime CreatedAt { get; internal set; }
    public int Version { get; internal set; }

    /// <summary>Remembers the first consent and the text it was given to; a later one to another text replaces it.</summary>
    internal void ConsentToNews(string text, DateTime at)
    {
        if (NewsConsentAt is null || NewsConsentText != text)
        {
            (NewsConsentAt, NewsConsentText) = (at, text);
            Version++;
        }
    }

    /// <summary>A mail to the address was refused for good.</summary>
    internal void RecordBounce(DateTime at)
    {
        BouncedAt = at;
        Version++;
    }
}

internal sealed class DonorMapping : IEntityTypeConfiguration<Donor>
{
    public void Configure(EntityTypeBuilder<Donor> builder)
    {
        builder.ToTable("donor");
        builder.HasIndex(d => d.EmailKey).IsUnique();
        builder.Property(d => d.EmailKey).HasMaxLength(254);
        builder.Property(d => d.Email).HasMaxLength(254);
        builder.Property(d => d.Name).HasMaxLength(500);
        builder.Property(d => d.Language).HasMaxLength(2);
        builder.Property(d => d.NewsConsentText).HasMaxLength(64);
        builder.Property(d => d.Version).IsConcurrencyToken();
    }
}
