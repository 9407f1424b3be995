using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Payments;

/// <summary>How far a poll or sweep of the provider has come, per account.</summary>
public sealed class PollMark
{
    public string Account { get; internal set; } = "";

    /// <summary>Such as <c>events</c>, <c>balance_transactions</c>, <c>refunds</c>.</summary>
    public string Stream { get; internal set; } = "";

    /// <summary>Everything the provider made before this time has been seen.</summary>
    public DateTime Watermark { get; internal set; }

    public DateTime? LastGoodAt { get; internal set; }

    /// <summary>How many items the last run found that no webhook had brought.</summary>
    public int LastFound { get; internal set; }

    public int Version { get; internal set; }
}

internal sealed class PollMarkMapping : IEntityTypeConfiguration<PollMark>
{
    public void Configure(EntityTypeBuilder<PollMark> builder)
    {
        builder.ToTable("poll_mark");
        builder.HasKey(m => new { m.Account, m.Stream });
        builder.Property(m => m.Account).HasMaxLength(64);
        builder.Property(m => m.Stream).HasMaxLength(64);
        builder.Property(m => m.Version).IsConcurrencyToken();
    }
}
