using Charity.Languages;
using Xunit;

namespace Charity.Tests.Languages;

public class DateFormatTests
{
    private static readonly DateOnly Day = new(2026, 11, 21);

    [Theory]
    [InlineData("uk", "21 листопада 2026 р.")]
    [InlineData("bg", "21 ноември 2026 г.")]
    [InlineData("mk", "21 ноември 2026 г.")]
    [InlineData("en", "21 November 2026")]
    public void Full(string language, string expected) => Assert.Equal(expected, Plain(DateFormat.Full(Day, Language.Of(language))));

    [Theory]
    [InlineData("uk", "05.03.2026")]
    [InlineData("bg", "05.03.2026 г.")]
    [InlineData("mk", "05.03.2026")]
    [InlineData("en", "5 Mar 2026")]
    public void Brief(string language, string expected) => Assert.Equal(expected, Plain(DateFormat.Brief(new(2026, 3, 5), Language.Of(language))));

    [Theory]
    [InlineData("uk", "листопад 2026 р.")]
    [InlineData("bg", "ноември 2026 г.")]
    [InlineData("mk", "ноември 2026 г.")]
    [InlineData("en", "November 2026")]
    public void Month_and_year(string language, string expected) => Assert.Equal(expected, Plain(DateFormat.MonthAndYear(2026, 11, Language.Of(language))));

    [Fact]
    public void Every_month_has_its_own_names()
    {
        foreach (var language in Language.All)
        {
            Assert.Equal(12, Enumerable.Range(1, 12).Select(month => DateFormat.Month(month, language)).Distinct().Count());
            Assert.Equal(12, Enumerable.Range(1, 12).Select(month => DateFormat.ShortMonth(month, language)).Distinct().Count());
        }

        string[] genitive = ["січня", "лютого", "березня", "квітня", "травня", "червня", "липня", "серпня", "вересня", "жовтня", "листопада", "грудня"];
        Assert.Equal(genitive, Enumerable.Range(1, 12).Select(month => Plain(DateFormat.Full(new(2026, month, 1), Language.Uk)).Split(' ')[1]));
    }

    [Theory]
    [InlineData("uk", "Europe/Kyiv", "2026-06-30T21:05:00Z", "1 липня 2026 р., 00:05 (київський час)")]
    [InlineData("bg", "Europe/Sofia", "2026-12-31T21:59:00Z", "31 декември 2026 г., 23:59 (софийско време)")]
    [InlineData("mk", "Europe/Skopje", "2026-12-31T23:00:00Z", "1 јануари 2027 г., 00:00 (скопско време)")]
    [InlineData("en", "America/New_York", "2026-01-01T03:00:00Z", "31 December 2025, 22:00 (UTC-05:00)")]
    [InlineData("en", "UTC", "2026-01-01T03:00:00Z", "1 January 2026, 03:00 (UTC)")]
    public void An_instant_is_shown_in_a_named_zone(string language, string zone, string utc, string expected)
    {
        var instant = DateTime.Parse(utc, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AdjustToUniversal);
        Assert.Equal(expected, Plain(DateFormat.DateTimeWithZone(instant, TimeZoneInfo.FindSystemTimeZoneById(zone), Language.Of(language))));
    }

    [Fact]
    public void A_time_that_is_not_utc_is_refused() => Assert.Throws<ArgumentException>(
        () => DateFormat.DateTimeWithZone(new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Unspecified), TimeZoneInfo.Utc, Language.En));

    [Theory]
    [InlineData("uk", 1, "залишився 1 день")]
    [InlineData("uk", 3, "залишилося 3 дні")]
    [InlineData("uk", 12, "залишилося 12 днів")]
    [InlineData("uk", 21, "залишився 21 день")]
    [InlineData("uk", 0, "останній день")]
    [InlineData("uk", -1, "завершено")]
    [InlineData("bg", 1, "остава 1 ден")]
    [InlineData("bg", 21, "остават 21 дни")]
    [InlineData("mk", 21, "уште 21 ден")]
    [InlineData("mk", 5, "уште 5 дена")]
    [InlineData("en", 1, "1 day left")]
    [InlineData("en", 1200, "1,200 days left")]
    [InlineData("en", 0, "last day")]
    public void Days_left(string language, int days, string expected) => Assert.Equal(expected, Plain(DateFormat.DaysLeft(days, Language.Of(language))));

    private static string Plain(string text) => text.Replace('\u00A0', ' ');
}
