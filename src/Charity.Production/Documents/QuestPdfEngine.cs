using Charity.Data.Work;
using Charity.Documents.Fonts;
using QuestPDF;
using QuestPDF.Drawing;
using QuestPDF.Infrastructure;

namespace Charity.Production.Documents;

/// <summary>
/// QuestPDF as this process uses it. Its settings belong to the whole process and load its native library, so they are
/// touched here only, and once.
/// </summary>
internal static class QuestPdfEngine
{
    /// <summary>Our own Noto Sans under a name of its own, so that no font of the machine is ever taken for it.</summary>
    public const string Font = "Charity Sans";

    private static readonly Lazy<string?> Fault = new(Probe);
    private static readonly Lock Sync = new();
    private static LicenseType? prepared;

    /// <summary>Why the native library cannot be used on this machine; null where it can.</summary>
    public static string? WhyNotHere => Fault.Value;

    /// <summary>Names the licence, shuts out the fonts of the machine and brings in ours.</summary>
    /// <exception cref="InvalidOperationException">The native library is not here, or another licence was named before.</exception>
    public static void Prepare(QuestPdfLicense license)
    {
        var type = license switch
        {
            QuestPdfLicense.Community => LicenseType.Community,
            QuestPdfLicense.Professional => LicenseType.Professional,
            QuestPdfLicense.Enterprise => LicenseType.Enterprise,
            QuestPdfLicense.Evaluation => LicenseType.Evaluation,
            _ => throw new ArgumentOutOfRangeException(nameof(license), license, "No licence of QuestPDF."),
        };
        if (WhyNotHere is { } reason)
        {
            throw new InvalidOperationException($"QuestPDF's native library cannot be used here: {reason}");
        }

        lock (Sync)
        {
            if (prepared is { } before)
            {
                if (before != type)
                {
                    throw new InvalidOperationException($"This process uses QuestPDF under the licence {before} already.");
                }

                return;
            }

            Settings.License = type;
            // The same document gives the same bytes on every machine: nothing of the machine's own goes in.
            Settings.UseEnvironmentFonts = false;
            Settings.FontDiscoveryPaths.Clear();
            Settings.EnableDebugging = false;
            Settings.CheckIfAllTextGlyphsAreAvailable = true;
            Register(FontFace.Regular);
            Register(FontFace.Bold);
            prepared = type;
        }
    }

    private static void Register(FontFace face)
    {
        using var file = face.OpenFile();
        FontManager.RegisterFontWithCustomName(Font, file);
    }

    private static string? Probe()
    {
        try
        {
            // Its static constructor asks the native library for its version.
            _ = Settings.UseEnvironmentFonts;
            return null;
        }
        catch (TypeInitializationException error)
        {
            var text = Redaction.Describe(error.InnerException ?? error);
            return text.Length <= 200 ? text : text[..200] + "…";
        }
    }
}
