using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Donations.Attacks;

/// <summary>Whether attack mode is on: one row, read often and written only when it begins, goes on or ends.</summary>
public sealed class AttackState
{
    internal const int OnlyId = 1;
    internal const int MaxReason = 1000;

    public int Id { get; private init; } = OnlyId;

    /// <summary>Business time from which it is on; null when it is off.</summary>
    public DateTime? Since { get; private set; }

    /// <summary>Business time at which it ends by itself.</summary>
    public DateTime? Until { get; private set; }

    /// <summary>Begun by the program, which then also makes it last longer.</summary>
    public bool Automatic { get; private set; }

    /// <summary>Why it began: a person's words, or the signs in plain English.</summary>
    public string? Reason { get; private set; }

    /// <summary>Ended by a person: it does not begin by itself before this.</summary>
    public DateTime? QuietUntil { get; private set; }

    public int Version { get; private set; }

    public bool IsOn(DateTime now) => Since is not null && now < Until;

    /// <summary>Its time is over and nobody has written that down yet.</summary>
    internal bool IsSpent(DateTime now) => Since is not null && now >= Until;

    internal void Begin(bool automatic, string reason, DateTime now, DateTime until)
        => (Automatic, Reason, Since, Until, QuietUntil, Version) = (automatic, reason, now, until, null, Version + 1);

    internal void LastUntil(DateTime until)
    {
        if (until > Until)
        {
            (Until, Version) = (until, Version + 1);
        }
    }

    internal void End(DateTime? quietUntil) => (Since, Until, Reason, Automatic, QuietUntil, Version) = (null, null, null, false, quietUntil, Version + 1);
}

internal sealed class AttackStateMapping : IEntityTypeConfiguration<AttackState>
{
    public void Configure(EntityTypeBuilder<AttackState> builder)
    {
        builder.ToTable("attack_state");
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Property(s => s.Reason).HasMaxLength(AttackState.MaxReason);
        builder.Property(s => s.Version).IsConcurrencyToken();
    }
}
