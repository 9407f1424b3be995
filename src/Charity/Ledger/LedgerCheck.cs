using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Ledger;

/// <summary>A run of the ledger's invariants and what it found.</summary>
public sealed class LedgerCheck
{
    public Guid Id { get; internal set; }
    public DateTime StartedAt { get; internal set; }
    public DateTime FinishedAt { get; internal set; }

    /// <summary>Number of rows that break an invariant; 0 is clean.</summary>
    public int Breaches { get; internal set; }

    /// <summary>Invariant and row of each breach, one a line, cut at the column's length.</summary>
    public string Detail { get; internal set; } = "";
}

internal sealed class LedgerCheckMapping : IEntityTypeConfiguration<LedgerCheck>
{
    public void Configure(EntityTypeBuilder<LedgerCheck> builder)
    {
        builder.ToTable("ledger_check");
        builder.HasIndex(c => c.StartedAt);
        builder.Property(c => c.Detail).HasMaxLength(-1);
    }
}
