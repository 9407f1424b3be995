using System.Globalization;
using System.Text.RegularExpressions;
using Charity.Web.Hosting;
using Charity.Web.Tests.Infra;
using Xunit;

namespace Charity.Web.Tests.Look;

/// <summary>
/// WCAG 2.2 contrast of every pair of colours that the style sheets put together, in both schemes: 4.5 to 1 for text,
/// 3 to 1 for what one must tell apart to use it.
/// </summary>
public sealed partial class ContrastTests
{
    private const double Text = 4.5;
    private const double Control = 3;

    private static readonly string[] Grounds = ["paper", "card", "sunk"];
    private static readonly string[] States = ["warm", "blue", "good", "bad", "accent"];

    /// <summary>Foreground, ground and how far apart they must be.</summary>
    private static IEnumerable<(string Ink, string Ground, double Least)> Pairs()
    {
        foreach (var ground in Grounds)
        {
            foreach (var ink in (string[])["ink", "ink-soft", "accent", "accent-strong", "warm", "blue", "good", "bad"])
            {
                yield return (ink, ground, Text);
            }

            yield return ("control", ground, Control);
            yield return ("focus", ground, Control);
        }

        foreach (var state in States)
        {
            // Chips, tags and rows: a state's word, plain and quiet text and the ring on its tint.
            yield return (state, state + "-tint", Text);
            yield return ("ink", state + "-tint", Text);
        }

        // How far a bar has come, on its track.
        foreach (var hue in (string[])["accent", "warm", "blue"])
        {
            yield return (hue, "line", Control);
        }

        yield return ("ink-soft", "accent-tint", Text);
        yield return ("focus", "accent-tint", Control);
        yield return ("accent-ink", "accent", Text);
        yield return ("accent-ink", "accent-strong", Text);
        yield return ("paper", "ink", Text);
        yield return ("paper", "good", Text);
    }

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public void Every_pair_of_colours_can_be_told_apart(string scheme)
    {
        var tokens = Tokens(scheme);
        var faint = Pairs().Select(pair => (pair, Ratio: Ratio(tokens[pair.Ink], tokens[pair.Ground])))
            .Where(one => one.Ratio < one.pair.Least)
            .Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.pair.Ink} on {one.pair.Ground}: {one.Ratio:0.00}, needs {one.pair.Least}"))
            .ToList();
        Assert.True(faint.Count == 0, string.Join('\n', faint));
    }

    [Fact]
    public void Both_schemes_have_the_same_colours_and_each_is_looked_at()
    {
        var light = Tokens("light").Keys.Order().ToList();
        Assert.Equal(light, Tokens("dark").Keys.Order());
        var looked = Pairs().SelectMany(pair => new[] { pair.Ink, pair.Ground }).ToHashSet();
        Assert.DoesNotContain(light, token => !looked.Contains(token));
    }

    [Fact]
    public void Every_rule_that_sets_text_on_a_ground_uses_a_pair_that_is_looked_at()
    {
        var known = Pairs().Select(pair => (pair.Ink, pair.Ground)).ToHashSet();
        var unknown = new List<string>();
        foreach (var (file, css) in Sheets())
        {
            foreach (Match rule in Rule().Matches(css))
            {
                if (Ink().Match(rule.Value) is { Success: true } ink && Ground().Match(rule.Value) is { Success: true } ground
                    && !known.Contains((ink.Groups[1].Value, ground.Groups[1].Value)))
                {
                    unknown.Add($"{file}: {rule.Value.Trim()}");
                }
            }
        }

        Assert.True(unknown.Count == 0, string.Join('\n', unknown));
    }

    [Fact]
    public void No_rule_uses_a_colour_that_is_no_token()
    {
        // White under codes for cameras and shadows apart: those are the same in both schemes on purpose.
        var own = Sheets().Where(sheet => sheet.File != "base.css")
            .SelectMany(sheet => Colour().Matches(sheet.Css).Select(match => (sheet.File, match.Value)))
            .Where(found => found.Value is not "#fff" && !found.Value.StartsWith("rgb(", StringComparison.Ordinal))
            .ToList();
        Assert.Empty(own);
    }

    private static IEnumerable<(string File, string Css)> Sheets()
        => new WebAssets().Names.Where(name => name.EndsWith(".css", StringComparison.Ordinal))
            .Select(name => (Path.GetFileName(name), Comment().Replace(File.ReadAllText(RepositoryFiles.PathOf("src/Charity.Web/wwwroot/" + name)), "")));

    private static Dictionary<string, string> Tokens(string scheme)
    {
        var css = Sheets().Single(sheet => sheet.File == "base.css").Css;
        var dark = css.IndexOf("(prefers-color-scheme: dark)", StringComparison.Ordinal);
        var part = scheme == "dark" ? css[dark..css.IndexOf("box-sizing", dark, StringComparison.Ordinal)] : css[..dark];
        return Token().Matches(part).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
    }

    private static double Ratio(string one, string other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    /// <summary>Relative luminance as WCAG 2.2 defines it.</summary>
    private static double Luminance(string hex)
    {
        double Channel(int at)
        {
            var value = int.Parse(hex.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
        }

        return (0.2126 * Channel(1)) + (0.7152 * Channel(3)) + (0.0722 * Channel(5));
    }

    [GeneratedRegex(@"--([a-z-]+):\s*(#[0-9a-f]{6})\b")]
    private static partial Regex Token();

    [GeneratedRegex(@"[^{}]+\{[^{}]*\}")]
    private static partial Regex Rule();

    [GeneratedRegex(@"(?<![-\w])color:\s*var\(--([a-z-]+)\)")]
    private static partial Regex Ink();

    [GeneratedRegex(@"background(?:-color)?:\s*var\(--([a-z-]+)\)")]
    private static partial Regex Ground();

    [GeneratedRegex(@"#[0-9a-fA-F]{3,8}\b|rgba?\([^)]*\)|hsla?\([^)]*\)")]
    private static partial Regex Colour();

    [GeneratedRegex(@"/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex Comment();
}
