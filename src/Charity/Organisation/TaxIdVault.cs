using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Charity.Organisation;

/// <summary>
/// Encrypts donors' tax numbers (AES-256-GCM). A stored value is <c>key name:base64(nonce, tag, cipher)</c>; what it
/// belongs to is bound in, so that a value moved to another row does not open.
/// </summary>
public sealed class TaxIdVault(IOptions<EncryptionOptions> options)
{
    /// <summary>Characters that a stored value takes at most.</summary>
    public const int MaxStored = 200;

    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    public string Close(string taxId, Guid owner)
    {
        var settings = options.Value;
        var plain = Encoding.UTF8.GetBytes(taxId);
        var sealedBytes = new byte[NonceBytes + TagBytes + plain.Length];
        var nonce = sealedBytes.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(Convert.FromBase64String(settings.Key), TagBytes);
        aes.Encrypt(nonce, plain, sealedBytes.AsSpan(NonceBytes + TagBytes), sealedBytes.AsSpan(NonceBytes, TagBytes), Bound(settings.KeyName, owner));
        return $"{settings.KeyName}:{Convert.ToBase64String(sealedBytes)}";
    }

    /// <exception cref="CryptographicException">The key is not at hand, the value was changed, or it belongs to another owner.</exception>
    public string Open(string stored, Guid owner)
    {
        var colon = stored.IndexOf(':', StringComparison.Ordinal);
        var name = colon > 0 ? stored[..colon] : throw new CryptographicException("Not a stored tax number.");
        var settings = options.Value;
        var key = name == settings.KeyName ? settings.Key
            : settings.FormerKeys.TryGetValue(name, out var former) ? former
            : throw new CryptographicException($"The key '{name}' is not at hand.");
        var bytes = Convert.FromBase64String(stored[(colon + 1)..]);
        if (bytes.Length < NonceBytes + TagBytes)
        {
            throw new CryptographicException("Not a stored tax number.");
        }

        var plain = new byte[bytes.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(Convert.FromBase64String(key), TagBytes);
        aes.Decrypt(
            bytes.AsSpan(0, NonceBytes), bytes.AsSpan(NonceBytes + TagBytes), bytes.AsSpan(NonceBytes, TagBytes), plain, Bound(name, owner));
        return Encoding.UTF8.GetString(plain);
    }

    private static byte[] Bound(string keyName, Guid owner) => [.. Encoding.ASCII.GetBytes(keyName), 0, .. owner.ToByteArray(true)];
}
