using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Charity.Data.Keys;

/// <summary>
/// Encrypts data-protection keys under a key derived from <c>Tokens__Key</c>, so that whoever reads the database or a
/// backup of it cannot make cookies. After a change of that setting the old keys are unreadable, new ones are made, and
/// everyone signs in again.
/// </summary>
internal sealed class TokenKeyXmlEncryptor(IOptions<TokenOptions> tokens) : IXmlEncryptor
{
    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var plain = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        var sealedKey = new byte[TokenKeyCipher.NonceSize + TokenKeyCipher.TagSize + plain.Length];
        RandomNumberGenerator.Fill(sealedKey.AsSpan(0, TokenKeyCipher.NonceSize));
        using var cipher = TokenKeyCipher.From(tokens.Value);
        cipher.Encrypt(
            sealedKey.AsSpan(0, TokenKeyCipher.NonceSize),
            plain,
            sealedKey.AsSpan(TokenKeyCipher.NonceSize + TokenKeyCipher.TagSize),
            sealedKey.AsSpan(TokenKeyCipher.NonceSize, TokenKeyCipher.TagSize));
        return new EncryptedXmlInfo(new XElement("sealed", Convert.ToBase64String(sealedKey)), typeof(TokenKeyXmlDecryptor));
    }
}

/// <summary>Made by the framework by its type name, which stands in the stored key: do not rename or move.</summary>
internal sealed class TokenKeyXmlDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement)
    {
        var sealedKey = Convert.FromBase64String(encryptedElement.Value);
        var plain = new byte[sealedKey.Length - TokenKeyCipher.NonceSize - TokenKeyCipher.TagSize];
        using var cipher = TokenKeyCipher.From(services.GetRequiredService<IOptions<TokenOptions>>().Value);
        cipher.Decrypt(
            sealedKey.AsSpan(0, TokenKeyCipher.NonceSize),
            sealedKey.AsSpan(TokenKeyCipher.NonceSize + TokenKeyCipher.TagSize),
            sealedKey.AsSpan(TokenKeyCipher.NonceSize, TokenKeyCipher.TagSize),
            plain);
        return XElement.Parse(Encoding.UTF8.GetString(plain));
    }
}

internal static class TokenKeyCipher
{
    public const int NonceSize = 12;
    public const int TagSize = 16;
    private const int KeySize = 32;

    public static AesGcm From(TokenOptions tokens)
        => new(HKDF.DeriveKey(HashAlgorithmName.SHA256, Convert.FromBase64String(tokens.Key), KeySize, info: "charity data protection"u8.ToArray()), TagSize);
}
