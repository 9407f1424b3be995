using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Staff;

/// <summary>Someone who works in the back office. Roles are names of permission bundles (<c>StaffRoles</c>).</summary>
public sealed class StaffUser : IdentityUser<Guid>
{
    public string DisplayName { get; internal set; } = "";

    /// <summary>Names of permission bundles, joined by commas.</summary>
    public string Roles { get; internal set; } = "";

    public string Language { get; internal set; } = "en";

    /// <summary>The last TOTP time step accepted; a code is good once.</summary>
    public long LastTotpStep { get; internal set; }

    public DateTime CreatedAt { get; internal set; }
    public DateTime? LastSignInAt { get; internal set; }

    /// <summary>Since when the account is shut, in real time; null while it is in use.</summary>
    public DateTime? DisabledAt { get; private set; }

    /// <summary>Who shut it.</summary>
    public Guid? DisabledById { get; private set; }

    /// <summary>Remembers a finished sign-in; the caller saves.</summary>
    public void SignedIn(DateTime at) => LastSignInAt = at;

    internal void Shut(Guid by, DateTime at) => (DisabledAt, DisabledById) = (at, by);

    internal void Open() => (DisabledAt, DisabledById) = (null, null);

    /// <summary>
    /// Makes whoever else changes this account at the same time look again. Also called on an account that something
    /// rests on without changing it, such as that of the administrator who acts.
    /// </summary>
    internal void Touch() => ConcurrencyStamp = Guid.NewGuid().ToString("N");
}

internal sealed class StaffUserMapping : IEntityTypeConfiguration<StaffUser>
{
    public void Configure(EntityTypeBuilder<StaffUser> builder)
    {
        builder.ToTable("staff_user");
        builder.Property(u => u.DisplayName).HasMaxLength(200);
        builder.Property(u => u.Roles).HasMaxLength(500);
        builder.Property(u => u.Language).HasMaxLength(2);
    }
}

/// <summary>Keys short enough for SQL Server, where one holds 900 bytes.</summary>
internal sealed class StaffUserTokenMapping : IEntityTypeConfiguration<IdentityUserToken<Guid>>
{
    public void Configure(EntityTypeBuilder<IdentityUserToken<Guid>> builder)
    {
        builder.Property(t => t.LoginProvider).HasMaxLength(128);
        builder.Property(t => t.Name).HasMaxLength(128);
        // Hashes of ten recovery codes, or the encrypted key.
        builder.Property(t => t.Value).HasMaxLength(2000);
    }
}

internal sealed class StaffUserLoginMapping : IEntityTypeConfiguration<IdentityUserLogin<Guid>>
{
    public void Configure(EntityTypeBuilder<IdentityUserLogin<Guid>> builder)
    {
        builder.Property(l => l.LoginProvider).HasMaxLength(128);
        builder.Property(l => l.ProviderKey).HasMaxLength(255);
    }
}
