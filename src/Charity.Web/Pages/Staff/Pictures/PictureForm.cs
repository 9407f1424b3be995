using Charity.Campaigns.Pictures;
using Charity.Web.Look;

namespace Charity.Web.Pages.Staff.Pictures;

/// <summary>What staff say of a picture: its words, its focal point, and whether it shows a person.</summary>
public sealed class PictureForm
{
    private const int Thousandths = Picture.FocusScale / 100;

    public FourTexts Alt { get; set; } = new();

    /// <summary>Percent from the left.</summary>
    public int FocusX { get; set; } = 50;

    /// <summary>Percent from the top.</summary>
    public int FocusY { get; set; } = 50;

    public bool ShowsPerson { get; set; }

    public Guid? ConsentId { get; set; }

    internal int FocusXInThousandths => Math.Clamp(FocusX, 0, 100) * Thousandths;

    internal int FocusYInThousandths => Math.Clamp(FocusY, 0, 100) * Thousandths;

    internal static PictureForm Of(Picture picture) => new()
    {
        Alt = FourTexts.Of(picture.Alt),
        FocusX = picture.FocusX / Thousandths,
        FocusY = picture.FocusY / Thousandths,
        ShowsPerson = picture.ShowsPerson,
        ConsentId = picture.ConsentId,
    };
}
