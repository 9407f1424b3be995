using Charity.Campaigns.Pictures;

namespace Charity.Web.Look;

/// <summary>A picture in a frame that may cut it: what the partial <c>_Picture</c> draws.</summary>
/// <param name="Alt">In the reader's language.</param>
/// <param name="Sizes">How wide the frame is, as the <c>sizes</c> attribute says it.</param>
/// <param name="First">Seen as soon as the page opens: fetched at once; others when they come near.</param>
public sealed record ShownPicture(PictureView Picture, string Alt, string Sizes, bool First = false)
{
    /// <summary>The head picture of a campaign's page.</summary>
    public const string InMain = "(min-width: 76rem) 47rem, (min-width: 60rem) 60vw, 94vw";

    /// <summary>A card of the list.</summary>
    public const string InCard = "(min-width: 76rem) 24rem, (min-width: 45rem) 46vw, 94vw";

    private const int FocusStep = Charity.Campaigns.Pictures.Picture.FocusScale / 20;

    /// <summary>Classes of the style sheet that hold the focal point, in steps of a twentieth: no style may stand in a page itself.</summary>
    public string FocusClass => FormattableString.Invariant($"fx{Round(Picture.FocusX)} fy{Round(Picture.FocusY)}");

    private static int Round(int thousandths) => (thousandths + (FocusStep / 2)) / FocusStep;
}
