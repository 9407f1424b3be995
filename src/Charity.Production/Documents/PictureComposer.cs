using Charity.Documents;
using Charity.Embedded.Pdf.Layout;
using QuestPDF.Fluent;
using QuestPDF.Infrastructure;

namespace Charity.Production.Documents;

/// <summary>Pictures, and QR codes as drawings with their words beside them.</summary>
internal sealed class PictureComposer(Setting setting, float width)
{
    private const float CaptionGap = 16;

    /// <summary>Pictures are not enlarged past 96 pixels an inch.</summary>
    private const double PointsPerPixel = 72.0 / 96;

    /// <summary>Smallest that a telephone reads from paper, and largest that a column holds, in millimetres.</summary>
    private const double LeastCode = 15;
    private const double MostCode = 120;

    public void Set(QrCode code, IContainer at)
    {
        var matrix = QrMatrix.Of(code.Payload);
        var size = (float)(Math.Clamp(code.Size, LeastCode, MostCode) * Look.Millimetre);
        // The margin is white on its left, which is quiet enough; a caption must leave the squares of the standard.
        var gap = Math.Max(CaptionGap, QrMatrix.QuietZone * size / matrix.Size);
        at.PaddingVertical(12).PreventPageBreak().Row(row =>
        {
            row.Spacing(gap);
            row.ConstantItem(size).SemanticFigure(code.Alternative).Height(size).Svg(_ => Svg(matrix));
            if (code.Caption.Count > 0)
            {
                setting.Text(row.RelativeItem().AlignMiddle().SemanticParagraph(), code.Caption, Look.FactValue);
            }
        });
    }

    public void Set(Picture picture, IContainer at)
    {
        var image = setting.Pictures.Read(picture.Content);
        var shown = Math.Min(Math.Min(width, picture.MaxWidth * Look.Millimetre), image.Width * PointsPerPixel);
        var height = shown * image.Height / image.Width;
        var most = Math.Clamp(picture.MaxHeight, 1, 200) * Look.Millimetre;
        if (height > most)
        {
            (shown, height) = (shown * most / height, most);
        }

        at.PaddingVertical(10).PreventPageBreak().Column(column =>
        {
            var place = column.Item();
            (picture.Alternative.Length == 0 ? place.SemanticIgnore() : place.SemanticImage(picture.Alternative))
                .Width((float)shown).Height((float)height).Image((QuestPDF.Elements.GenerateDynamicImageDelegatePayload _) => picture.Content).UseOriginalImage();
            if (picture.Caption.Length > 0)
            {
                setting.Text(column.Item().PaddingTop(4).SemanticParagraph(), picture.Caption, Look.Quiet);
            }
        });
    }

    private static string Svg(QrMatrix code)
        => FormattableString.Invariant($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {code.Size} {code.Size}\" shape-rendering=\"crispEdges\"><path d=\"{code.ToSvgPath()}\"/></svg>");
}
