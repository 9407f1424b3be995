using Charity.Campaigns;
using Charity.Campaigns.Pictures;
using Charity.Languages;
using Charity.Testing;
using Xunit;

namespace Charity.Tests.Campaigns;

public sealed class CampaignMarkdownTests
{
    private readonly CampaignMarkdown _markdown = new();

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("[a](javascript:alert(1))")]
    [InlineData("[a](JaVaScRiPt:alert(1))")]
    [InlineData("[a](data:text/html;base64,PHNjcmlwdD4=)")]
    [InlineData("[a](vbscript:x)")]
    [InlineData("[a](//evil.example/)")]
    [InlineData("[a](/\\evil.example/)")]
    [InlineData("[a](\\\\evil.example/)")]
    [InlineData("![a](https://evil.example/pixel.png)")]
    [InlineData("![a](/files/../staff)")]
    [InlineData("<javascript:alert(1)>")]
    [InlineData("[a]: javascript:alert(1)\n\n[a]")]
    [InlineData("<a href=\"https://x\" onclick=\"alert(1)\">a</a>")]
    [InlineData("`<script>`")]
    [InlineData("    <script>")]
    [InlineData("[a](https://x \"t\\\" onmouseover=\\\"alert(1)\")")]
    [Trait("Case", "A05")]
    public void Nothing_an_editor_pastes_becomes_markup_of_its_own(string attack)
    {
        var html = _markdown.ToHtml(attack);

        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("href=\"javascript", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("href=\"data", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("href=\"vbscript", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("href=\"//", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("href=\"/\\", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("href=\"\\", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch("<[^>]* on[a-z]+=\"", html);
    }

    [Fact]
    public void Ordinary_markdown_is_shown_with_headings_below_the_page_s_own()
    {
        var html = _markdown.ToHtml("# Why\n\nA **warm** room, see [the plan](https://example.org/plan).\n\n- blankets\n- soup");

        Assert.Contains("<h3>Why</h3>", html, StringComparison.Ordinal);
        Assert.Contains("<strong>warm</strong>", html, StringComparison.Ordinal);
        Assert.Contains("<a href=\"https://example.org/plan\" rel=\"nofollow noopener noreferrer\">the plan</a>", html, StringComparison.Ordinal);
        Assert.Contains("<li>blankets</li>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_come_from_the_library_only_in_all_their_widths()
    {
        var picture = new PictureView(
            Guid.Parse("01930000-0000-7000-8000-000000000001"), CharityHost.Named("a \"warm\" room"), 500, 500,
            [new(new string('a', 64), 480, 320), new(new string('b', 64), 960, 640), new(new string('c', 64), 1600, 1067)]);
        var shown = new ShownPictures(new Dictionary<Guid, PictureView> { [picture.Id] = picture }, Language.Bg, Language.En);
        var text = $"![]({PicturesInText.Address(picture.Id)})";

        var html = _markdown.ToHtml(text, pictures: shown);
        Assert.Contains($"<img src=\"/files/{new string('b', 64)}\" srcset=\"/files/{new string('a', 64)} 480w, ", html, StringComparison.Ordinal);
        Assert.Contains("alt=\"a &quot;warm&quot; room (bg)\" width=\"960\" height=\"640\" loading=\"lazy\"", html, StringComparison.Ordinal);
        Assert.Contains($"\"https://give.example/files/{new string('b', 64)}\"", _markdown.ToHtml(text, "https://give.example", pictures: shown), StringComparison.Ordinal);
        var own = _markdown.ToHtml(text.Replace("[]", "[own <words>]", StringComparison.Ordinal), pictures: shown);
        Assert.Contains("alt=\"own &lt;words&gt;\"", own, StringComparison.Ordinal);
        Assert.EndsWith("decoding=\"async\"></p>\n", own, StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_that_may_not_be_shown_leaves_nothing()
    {
        var text = $"Before\n\n![gone]({PicturesInText.Address(Guid.CreateVersion7())})\n\nAfter";
        Assert.Equal("<p>Before</p>\n<p>After</p>\n", _markdown.ToHtml(text));
        Assert.DoesNotContain("<img", _markdown.ToHtml($"![x](/files/{new string('a', 64)})"), StringComparison.Ordinal);
        Assert.DoesNotContain("<img", _markdown.ToHtml("![x](https://tracker.example/x.png)"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_dropped_link_keeps_its_words()
        => Assert.Contains("read this <em>now</em>", _markdown.ToHtml("[read this *now*](javascript:x)"), StringComparison.Ordinal);

    [Fact]
    public void Text_nested_beyond_reason_is_shown_and_does_not_fail()
    {
        var html = _markdown.ToHtml(new string('>', 20_000) + " deep <script>");
        Assert.Contains("deep", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
    }

    [Fact]
    public void An_excerpt_is_words_only_and_ends_at_a_word()
    {
        Assert.Equal("Тепла кімната для дітей", _markdown.Excerpt("# Тепла *кімната*\n\nдля [дітей](https://x)", 100));
        var cut = _markdown.Excerpt("one two three four five six seven", 15);
        Assert.Equal("one two three…", cut);
    }

    [Theory]
    [InlineData("## a\n\n## b", 3, "3 3")]
    [InlineData("# a\n\n#### b\n\n# c", 3, "3 4 3")]
    [InlineData("### a\n\n# b\n\n### c", 2, "2 2 3")]
    [InlineData("# a\n\n## b\n\n### c\n\n#### d\n\n##### e", 4, "4 5 6 6 6")]
    public void Headings_begin_below_the_page_and_never_jump_over_a_level(string text, int first, string levels)
    {
        var html = _markdown.ToHtml(text, firstHeading: first);

        Assert.Equal(levels, string.Join(' ', System.Text.RegularExpressions.Regex.Matches(html, "<h([1-6])>").Select(m => m.Groups[1].Value)));
    }
}
