using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Data.Limits;

/// <summary>How often one key of a policy was counted in one window, by all nodes together. Gone after a day.</summary>
public sealed class LimitCount
{
    public const int MaxPolicy = 32;

    public string Policy { get; internal init; } = "";

    /// <summary><see cref="LimitKey"/>: sealed, never an address.</summary>
    public byte[] Key { get; internal init; } = [];

    /// <summary>Real time, UTC.</summary>
    public DateTime WindowStart { get; internal init; }

    public int Count { get; internal set; }
}

internal sealed class LimitCountMapping : IEntityTypeConfiguration<LimitCount>
{
    public void Configure(EntityTypeBuilder<LimitCount> builder)
    {
        builder.ToTable("limit_count");
        builder.HasKey(c => new { c.Policy, c.Key, c.WindowStart });
        // What is old goes, whatever its policy.
        builder.HasIndex(c => c.WindowStart);
        builder.Property(c => c.Policy).HasMaxLength(LimitCount.MaxPolicy);
        builder.Property(c => c.Key).HasMaxLength(16);
    }
}
