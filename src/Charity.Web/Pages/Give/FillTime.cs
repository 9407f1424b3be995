using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace Charity.Web.Pages.Give;

/// <summary>
/// Tells people from machines by what costs people nothing: a field that nobody sees, and the time it takes to fill in
/// a form. Whoever looks like a machine is shown the form once more with everything kept; a person presses again, and
/// by then enough time has passed.
/// </summary>
public sealed class FillTime(IDataProtectionProvider protection, IOptions<LimitOptions> limits)
{
    private readonly IDataProtector _protector = protection.CreateProtector("Charity.Give.Started");

    /// <summary>The moment of rendering, sealed.</summary>
    // Real time: a person waits in it, also where the business clock stands still.
    public string Start() => Seal(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());

    /// <summary>For a form that was filled in once already: it may be sent at once.</summary>
    public string StartOfOneWhoReturns() => Seal(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - limits.Value.MinimumFillSeconds);

    private string Seal(long unixSeconds)
    {
        Span<byte> seconds = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(seconds, unixSeconds);
        return Base64Url.EncodeToString(_protector.Protect(seconds.ToArray()));
    }

    /// <summary>True for a form that must be shown once more.</summary>
    public bool LooksLikeAMachine(GiveInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (!string.IsNullOrEmpty(input.Website))
        {
            return true;
        }

        var least = limits.Value.MinimumFillSeconds;
        return least > 0 && (StartOf(input.Started) is not { } start || TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - start < least);
    }

    /// <summary>The sealed moment again when it is ours, else a fresh one: pressing again must lead on.</summary>
    public string Keep(string? started) => StartOf(started) is null ? Start() : started!;

    private long? StartOf(string? started)
    {
        try
        {
            return started is { Length: > 0 and < 500 }
                ? BinaryPrimitives.ReadInt64BigEndian(_protector.Unprotect(Base64Url.DecodeFromChars(started)))
                : null;
        }
        catch (Exception broken) when (broken is CryptographicException or FormatException)
        {
            return null;
        }
    }
}
