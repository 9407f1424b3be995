using Charity.Documents;
using QuestPDF.Fluent;
using QuestPDF.Helpers;
using QuestPDF.Infrastructure;
using Document = Charity.Documents.Document;
using Look = Charity.Embedded.Pdf.Layout.Look;

namespace Charity.Production.Documents;

/// <summary>A document's pages: the same paper, margins, head and foot as the product's own writer gives them.</summary>
internal sealed class PageComposer(Document document)
{
    private const float RightShare = 0.36f;
    private const float HeadGap = 20;
    private const float LogoGap = 10;
    private const double LogoHeight = 14 * Look.Millimetre;
    private const double MostLogoWidth = 40 * Look.Millimetre;
    private const float PageLabelShare = 0.3f;

    /// <summary>Bottom of the foot's last line, from the page's bottom.</summary>
    private const float FootBottom = (float)Look.FootLine - 3;

    private readonly Setting setting = new(document.Language);

    /// <exception cref="DocumentException">The document cannot be drawn as it stands.</exception>
    public void Compose(IDocumentContainer pages)
    {
        pages.Page(page =>
        {
            page.Size(PageSizes.A4);
            page.MarginHorizontal((float)Look.Margin);
            page.DefaultTextStyle(Setting.Style(Look.Body));
            RunningHead(page.Header());
            page.Content().Column(column =>
            {
                if (document.Head is { } head)
                {
                    Head(column.Item(), head);
                }

                new BlockComposer(setting, (float)Look.ColumnWidth).Compose(document.Blocks, column);
            });
            Foot(page.Footer());
        });
        setting.Words.ThrowIfMissing();
    }

    /// <summary>In the top margin of all pages but the first, which has the head in full.</summary>
    private void RunningHead(IContainer at)
    {
        var space = at.SemanticIgnore().Height((float)Look.Margin);
        if (document.Head is { } head)
        {
            space.SkipOnce().PaddingTop((float)Look.RunningHeadLine - 9).Row(row =>
            {
                setting.Text(row.RelativeItem(), head.Left.Count > 0 ? head.Left[0] : "", Look.Foot);
                setting.Text(row.RelativeItem().AlignRight(), head.Right.Count > 0 ? head.Right[0] : "", Look.Foot);
            });
        }
    }

    private void Head(IContainer at, DocumentHead head)
        => at.PaddingBottom(22).BorderBottom(0.6f).BorderColor(Setting.Colour(Look.Line)).PaddingBottom(10).Row(row =>
        {
            row.Spacing(HeadGap);
            row.RelativeItem().Row(left =>
            {
                left.Spacing(LogoGap);
                if (head.Logo is { } logo)
                {
                    var (width, height) = LogoSize(logo);
                    left.ConstantItem(width).SemanticIgnore().Height(height).Image((QuestPDF.Elements.GenerateDynamicImageDelegatePayload _) => logo).UseOriginalImage();
                }

                left.RelativeItem().Column(lines => HeadLines(lines, head.Left, Look.HeadName, false));
            });
            row.ConstantItem((float)Look.ColumnWidth * RightShare).Column(lines => HeadLines(lines, head.Right, Look.HeadNumber, true));
        });

    private void HeadLines(ColumnDescriptor lines, IReadOnlyList<string> texts, Charity.Embedded.Pdf.Layout.TextStyle first, bool right)
    {
        for (var i = 0; i < texts.Count; i++)
        {
            var line = lines.Item().SemanticParagraph();
            setting.Text(right ? line.AlignRight() : line, texts[i], i == 0 ? first : Look.HeadLine);
        }
    }

    private (float Width, float Height) LogoSize(byte[] logo)
    {
        var image = setting.Pictures.Read(logo);
        var width = LogoHeight * image.Width / image.Height;
        return width <= MostLogoWidth
            ? ((float)width, (float)LogoHeight)
            : ((float)MostLogoWidth, (float)(MostLogoWidth * image.Height / image.Width));
    }

    private void Foot(IContainer at)
    {
        var space = at.SemanticIgnore().PaddingTop((float)Look.FootGap).PaddingBottom(FootBottom);
        if (document.Foot is { } foot)
        {
            space.Row(row =>
            {
                setting.Text(row.RelativeItem(1 - PageLabelShare).AlignBottom(), foot.Text, Look.Foot);
                PageLabel(row.RelativeItem(PageLabelShare).AlignBottom().AlignRight(), setting.Words.Of(foot.PageFormat));
            });
        }
        else
        {
            space.Height((float)Look.Foot.Leading);
        }
    }

    /// <summary>"Page {0} of {1}", where QuestPDF knows the numbers only while it draws.</summary>
    private static void PageLabel(IContainer at, string format)
        => at.Text(text =>
        {
            text.DefaultTextStyle(Setting.Style(Look.Foot));
            foreach (var (piece, isPage) in PageFormat.Split(format))
            {
                switch (isPage)
                {
                    case null:
                        text.Span(piece);
                        break;
                    case true:
                        text.CurrentPageNumber();
                        break;
                    case false:
                        text.TotalPages();
                        break;
                }
            }
        });
}
