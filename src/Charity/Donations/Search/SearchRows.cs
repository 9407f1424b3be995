using Charity.Donors;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Donations;

/// <summary>An ending of a word that some donor's gifts carry: found by its beginning. Few, as names repeat.</summary>
public sealed class SearchPart
{
    public string Part { get; internal init; } = "";

    /// <summary><see cref="GiftWords.NumberOf"/> of the whole word.</summary>
    public long Word { get; internal init; }
}

/// <summary>
/// A word that stands on a gift of this donor. Kept by donor and not by gift, so that whoever gives every month costs no
/// more; which of the gifts it is shows when each is compared.
/// </summary>
public sealed class SearchHit
{
    public long Word { get; internal init; }
    public Guid DonorId { get; internal init; }
}

/// <summary>How far the gifts have been put into the index: one row.</summary>
public sealed class SearchMark
{
    public const int Only = 1;

    public int Id { get; internal init; } = Only;

    /// <summary>Version of the rule by which words are made; another one begins anew.</summary>
    public int Rule { get; internal set; }

    /// <summary>The last gift that was looked at, by when it was made and its id.</summary>
    public DateTime ThroughAt { get; internal set; }

    public Guid ThroughId { get; internal set; }
    public bool Done { get; internal set; }
}

internal sealed class SearchPartMapping : IEntityTypeConfiguration<SearchPart>
{
    public void Configure(EntityTypeBuilder<SearchPart> builder)
    {
        builder.ToTable("search_part");
        builder.HasKey(p => new { p.Part, p.Word });
        builder.Property(p => p.Part).HasMaxLength(GiftWords.LongestPart);
        builder.Property(p => p.Word).ValueGeneratedNever();
    }
}

internal sealed class SearchHitMapping : IEntityTypeConfiguration<SearchHit>
{
    public void Configure(EntityTypeBuilder<SearchHit> builder)
    {
        builder.ToTable("search_hit");
        builder.HasKey(h => new { h.Word, h.DonorId });
        builder.Property(h => h.Word).ValueGeneratedNever();
        // By donor too: erasing a donor takes the words with it.
        builder.HasOne<Donor>().WithMany().HasForeignKey(h => h.DonorId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class SearchMarkMapping : IEntityTypeConfiguration<SearchMark>
{
    public void Configure(EntityTypeBuilder<SearchMark> builder)
    {
        builder.ToTable("search_mark");
        builder.Property(m => m.Id).ValueGeneratedNever();
    }
}
