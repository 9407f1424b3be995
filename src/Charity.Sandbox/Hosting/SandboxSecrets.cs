using System.Security.Cryptography;
using System.Text.Json;
using Charity.Staff;

namespace Charity.Sandbox.Hosting;

/// <summary>
/// Keys of one sandbox and what its staff sign in with, the same for all of them, made at its first start and kept beside its data. They open nothing but
/// this sandbox.
/// </summary>
internal sealed record SandboxSecrets(
    string TokenKey, string EncryptionKey, string StripeKey, string WebhookSecret, string StaffPassword, string StaffTotpKey)
{
    /// <summary>The one card account: the Bulgarian entity's.</summary>
    internal const string StripeAccount = "acct_sandbox_bg";

    internal const string StaffEmail = "treasurer@bright-threshold.example";

    /// <summary>Agrees to what the treasurer may not do alone.</summary>
    internal const string SecondEmail = "director@bright-threshold.example";

    /// <summary>Writes campaigns.</summary>
    internal const string EditorEmail = "editor@bright-threshold.example";

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    internal static async Task<SandboxSecrets?> ReadAsync(string file, CancellationToken cancel)
    {
        if (!File.Exists(file))
        {
            return null;
        }

        await using var stream = File.OpenRead(file);
        return await JsonSerializer.DeserializeAsync<SandboxSecrets>(stream, Json, cancel);
    }

    internal static SandboxSecrets New() => new(
        Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
        Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
        "sk_test_sandbox" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
        "whsec_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24)),
        "Try-" + RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 14),
        Totp.NewSecret());

    /// <summary>Written beside and renamed, so that a killed start leaves no half file.</summary>
    internal async Task WriteAsync(string file, CancellationToken cancel)
    {
        var beside = file + ".new";
        await using (var stream = new FileStream(beside, SecretFile()))
        {
            await JsonSerializer.SerializeAsync(stream, this, Json, cancel);
        }

        File.Move(beside, file, overwrite: true);
    }

    private static FileStreamOptions SecretFile()
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
