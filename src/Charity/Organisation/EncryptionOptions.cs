using Charity.Data;

namespace Charity.Organisation;

/// <summary>
/// Keys for donors' tax numbers. They are no part of the database and are backed up apart from it: whoever has only one
/// of the two reads no number.
/// </summary>
public sealed class EncryptionOptions
{
    public const string Section = "Encryption";

    /// <summary>Bytes of a key (AES-256).</summary>
    public const int KeyBytes = 32;

    /// <summary>32 random bytes in base64: encrypts what is stored from now on.</summary>
    public string Key { get; set; } = "";

    /// <summary>A short name of the key, stored beside what it encrypted; a new key needs a new name.</summary>
    public string KeyName { get; set; } = "1";

    /// <summary>Keys that were used before, by name: they still read what they wrote.</summary>
    public IDictionary<string, string> FormerKeys { get; set; } = new Dictionary<string, string>();

    internal static IEnumerable<string> Faults(EncryptionOptions options)
    {
        if (!IsKey(options.Key))
        {
            yield return $"{Settings.Variable(Section, nameof(Key))} must be 32 random bytes in base64 (openssl rand -base64 32).";
        }

        if (options.KeyName.Length is 0 or > 16 || !options.KeyName.All(char.IsAsciiLetterOrDigit))
        {
            yield return $"{Settings.Variable(Section, nameof(KeyName))} must be 1 to 16 Latin letters or digits.";
        }

        foreach (var (name, key) in options.FormerKeys)
        {
            if (!IsKey(key) || name == options.KeyName)
            {
                yield return $"{Settings.Variable(Section, nameof(FormerKeys), name)} must be 32 bytes in base64 under a name that is not the current one.";
            }
        }
    }

    private static bool IsKey(string text)
    {
        Span<byte> bytes = stackalloc byte[KeyBytes + 1];
        return Convert.TryFromBase64String(text, bytes, out var written) && written == KeyBytes;
    }
}
