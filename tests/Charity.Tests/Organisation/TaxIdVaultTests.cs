using System.Security.Cryptography;
using Charity.Organisation;
using Microsoft.Extensions.Options;
using Xunit;

namespace Charity.Tests.Organisation;

public sealed class TaxIdVaultTests
{
    private static readonly string KeyA = Convert.ToBase64String(new byte[32]);
    private static readonly string KeyB = Convert.ToBase64String([.. Enumerable.Repeat((byte)7, 32)]);
    private readonly Guid _owner = Guid.Parse("0198c000-0000-7000-8000-000000000001");

    [Fact]
    public void A_number_opens_for_its_owner_and_is_stored_differently_each_time()
    {
        var vault = Vault(new() { Key = KeyA });
        var first = vault.Close("7501020018", _owner);
        Assert.Equal("7501020018", vault.Open(first, _owner));
        Assert.NotEqual(first, vault.Close("7501020018", _owner));
        Assert.True(first.Length <= TaxIdVault.MaxStored);
    }

    [Fact]
    public void A_value_moved_to_another_row_or_changed_does_not_open()
    {
        var vault = Vault(new() { Key = KeyA });
        var stored = vault.Close("7501020018", _owner);
        Assert.ThrowsAny<CryptographicException>(() => vault.Open(stored, Guid.NewGuid()));
        var changed = stored[..^3] + (stored[^3] == 'A' ? 'B' : 'A') + stored[^2..];
        Assert.ThrowsAny<CryptographicException>(() => vault.Open(changed, _owner));
    }

    [Fact]
    public void After_a_change_of_keys_old_values_open_while_the_former_key_is_kept()
    {
        var stored = Vault(new() { Key = KeyA, KeyName = "1" }).Close("7501020018", _owner);
        var rotated = new EncryptionOptions { Key = KeyB, KeyName = "2" };
        Assert.ThrowsAny<CryptographicException>(() => Vault(rotated).Open(stored, _owner));
        rotated.FormerKeys["1"] = KeyA;
        Assert.Equal("7501020018", Vault(rotated).Open(stored, _owner));
        Assert.StartsWith("2:", Vault(rotated).Close("x", _owner), StringComparison.Ordinal);
    }

    private static TaxIdVault Vault(EncryptionOptions options) => new(Options.Create(options));
}
