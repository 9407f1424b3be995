using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Staff;

/// <summary>One sign-in on one device; the cookie carries its id. All times are real ones.</summary>
public sealed class StaffSession
{
    internal const int MaxDevice = 200;

    private StaffSession()
    {
    }

    internal StaffSession(Guid id, Guid userId, string device, DateTime at)
        => (Id, UserId, Device, CreatedAt, LastSeenAt) = (id, userId, device, at, at);

    public Guid Id { get; private init; }
    public Guid UserId { get; private init; }

    /// <summary>Browser and system, as the browser names itself.</summary>
    public string Device { get; private init; } = "";

    public DateTime CreatedAt { get; private init; }

    /// <summary>To a few minutes.</summary>
    public DateTime LastSeenAt { get; internal set; }

    public DateTime? EndedAt { get; internal set; }
}

internal sealed class StaffSessionMapping : IEntityTypeConfiguration<StaffSession>
{
    public void Configure(EntityTypeBuilder<StaffSession> builder)
    {
        builder.ToTable("staff_session");
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Property(s => s.Device).HasMaxLength(StaffSession.MaxDevice);
        builder.HasIndex(s => s.UserId);
    }
}
