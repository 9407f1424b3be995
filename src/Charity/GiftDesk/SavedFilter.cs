using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.GiftDesk;

/// <summary>A filter of the gift list under a name of one's own.</summary>
public sealed class SavedFilter
{
    public const int MaxName = 60;

    public Guid Id { get; internal init; }

    /// <summary>The staff user whose filter it is; nobody else sees it.</summary>
    public Guid UserId { get; internal init; }

    public string Name { get; internal set; } = "";

    /// <summary>As <see cref="GiftFilter.ToAddress"/> writes it.</summary>
    public string Address { get; internal set; } = "";

    public DateTime CreatedAt { get; internal init; }
}

internal sealed class SavedFilterMapping : IEntityTypeConfiguration<SavedFilter>
{
    public void Configure(EntityTypeBuilder<SavedFilter> builder)
    {
        builder.ToTable("gift_filter");
        builder.HasIndex(f => new { f.UserId, f.Name }).IsUnique();
        builder.Property(f => f.Name).HasMaxLength(SavedFilter.MaxName);
        builder.Property(f => f.Address).HasMaxLength(GiftFilter.MaxAddress);
    }
}
