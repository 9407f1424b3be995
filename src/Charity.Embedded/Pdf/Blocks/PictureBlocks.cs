using Charity.Documents;
using Charity.Embedded.Pdf.Layout;

namespace Charity.Embedded.Pdf.Blocks;

/// <summary>Pictures, and QR codes with their words beside them.</summary>
internal static class PictureBlocks
{
    private const double CaptionGap = 16;

    /// <summary>Pictures are not enlarged past 96 pixels an inch.</summary>
    private const double PointsPerPixel = 72.0 / 96;

    /// <summary>Smallest that a telephone reads from paper, and largest that a column holds, in millimetres.</summary>
    private const double LeastCode = 15;
    private const double MostCode = 120;

    public static void Set(QrCode code, StripList to, Setting setting)
    {
        var matrix = QrMatrix.Of(code.Payload);
        var size = Math.Clamp(code.Size, LeastCode, MostCode) * Look.Millimetre;
        var figure = setting.Tag("Figure", alternative: code.Alternative);
        setting.HasUnnamedPicture |= code.Alternative.Length == 0;
        // The margin is white on its left, which is quiet enough; a caption must leave the squares of the standard.
        var textLeft = size + Math.Max(CaptionGap, QrMatrix.QuietZone * size / matrix.Size);
        var caption = new StripList(to.Left + textLeft, to.Width - textLeft);
        if (code.Caption.Count > 0)
        {
            caption.AddLines(LineBreaker.Break(setting.Spans(code.Caption, Look.FactValue, setting.Tag("P")), caption.Width), Look.FactValue);
        }

        to.Gap(12);
        to.Add(Math.Max(size, caption.Height), (canvas, top) =>
        {
            canvas.Mark(figure, to.Left, top, size, size);
            canvas.Squares(matrix, to.Left, top, size);
            caption.DrawAll(canvas, top + Math.Max(0, (size - caption.Height) / 2));
        });
        to.Gap(12);
    }

    public static void Set(Picture picture, StripList to, Setting setting)
    {
        var image = setting.Picture(picture.Content);
        var width = Math.Min(Math.Min(to.Width, picture.MaxWidth * Look.Millimetre), image.Width * PointsPerPixel);
        var height = width * image.Height / image.Width;
        var most = Math.Clamp(picture.MaxHeight, 1, 200) * Look.Millimetre;
        if (height > most)
        {
            (width, height) = (width * most / height, most);
        }

        var figure = picture.Alternative.Length == 0 ? null : setting.Tag("Figure", alternative: picture.Alternative);
        to.Gap(10);
        to.Add(height, (canvas, top) =>
        {
            if (figure is null)
            {
                canvas.Decoration();
            }
            else
            {
                canvas.Mark(figure, to.Left, top, width, height);
            }

            canvas.Image(image, to.Left, top, width, height);
        });
        if (picture.Caption.Length > 0)
        {
            to.Gap(4);
            to.Stick(Glue.Tight);
            to.AddText(setting.Text(picture.Caption), Look.Quiet, setting.Tag("P"));
        }

        to.Gap(10);
    }
}
