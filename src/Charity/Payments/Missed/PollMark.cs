using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Payments;

/// <summary>How far a poll or sweep of the provider has come, per account.</summary>
public sealed class PollMark
{
    private PollMark()
    {
    }

    internal PollMark(string account, string stream, DateTime from) => (Account, Stream, Watermark) = (account, stream, from);

    public string Account { get; private set; } = "";

    /// <summary>Such as <c>events</c>, <c>balance_transactions</c>, <c>refunds</c>.</summary>
    public string Stream { get; private set; } = "";

    /// <summary>Everything the provider made before this time has been seen.</summary>
    public DateTime Watermark { get; private set; }

    public DateTime? LastGoodAt { get; private set; }

    /// <summary>How many items the last run found that no webhook had brought.</summary>
    public int LastFound { get; private set; }

    public int Version { get; private set; }

    /// <summary>A whole run has ended well. The watermark never goes back.</summary>
    internal void Advance(DateTime runStarted, DateTime now, int found)
    {
        Watermark = runStarted > Watermark ? runStarted : Watermark;
        (LastGoodAt, LastFound) = (now, found);
        Version++;
    }

    /// <summary>After a restore: nothing made later than the copy has been seen by this database.</summary>
    internal void ReturnTo(DateTime copyMadeAt)
    {
        Watermark = copyMadeAt < Watermark ? copyMadeAt : Watermark;
        Version++;
    }
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
