using System.Globalization;

namespace Charity.Languages;

/// <summary>
/// Dates as each language writes them, from our own tables. A day is a <see cref="DateOnly"/> in the organisation's
/// zone; only <see cref="DateTimeWithZone"/> takes an instant, and names the zone it shows it in.
/// </summary>
public static class DateFormat
{
    private const char NoBreak = '\u00A0';

    /// <summary>"21 листопада 2026 р.", "21 ноември 2026 г.", "21 November 2026".</summary>
    public static string Full(DateOnly date, Language language) =>
        string.Create(CultureInfo.InvariantCulture, $"{date.Day}{NoBreak}{MonthOfDate(date.Month, language)} {YearWithMark(date.Year, language)}");

    /// <summary>"21.11.2026", in Bulgarian "21.11.2026 г."; in English "21 Nov 2026", where figures alone are read in two ways.</summary>
    public static string Brief(DateOnly date, Language language) => language.Code switch
    {
        "en" => string.Create(CultureInfo.InvariantCulture, $"{date.Day}{NoBreak}{ShortMonth(date.Month, language)}{NoBreak}{date.Year}"),
        "bg" => string.Create(CultureInfo.InvariantCulture, $"{date:dd.MM.yyyy}{NoBreak}г."),
        _ => date.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture),
    };

    /// <summary>"листопад 2026 р.", "ноември 2026 г.", "November 2026": a report's month.</summary>
    public static string MonthAndYear(int year, int month, Language language) =>
        $"{Month(month, language)} {YearWithMark(year, language)}";

    /// <summary>The month's name on its own (nominative), 1 to 12.</summary>
    public static string Month(int month, Language language) => Months[language.Index][month - 1];

    /// <summary>The month's name in a few letters, for the axis of a chart.</summary>
    public static string ShortMonth(int month, Language language) => ShortMonths[language.Index][month - 1];

    /// <summary>"14:05": 24 hours in every language.</summary>
    public static string Time(TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>"21 листопада 2026 р., 14:05 (київський час)". An unknown zone is named by its offset.</summary>
    /// <param name="utc">The instant; its Kind is Utc.</param>
    /// <exception cref="ArgumentException">The instant's Kind is not Utc.</exception>
    public static string DateTimeWithZone(DateTime utc, TimeZoneInfo zone, Language language)
    {
        if (utc.Kind != DateTimeKind.Utc)
        {
            throw new ArgumentException("An instant is in UTC.", nameof(utc));
        }

        var local = TimeZoneInfo.ConvertTimeFromUtc(utc, zone);
        return $"{Full(DateOnly.FromDateTime(local), language)}, {Time(TimeOnly.FromDateTime(local))} ({ZoneName(zone, utc, language)})";
    }

    /// <summary>"залишилося 5 днів", "5 days left"; 0 is the last day, less than 0 is over.</summary>
    public static string DaysLeft(int days, Language language)
    {
        if (days <= 0)
        {
            return (days == 0 ? LastDay : Ended)[language.Index];
        }

        var number = NumberFormat.Whole(days, language);
        return (language.Code, Plurals.Of(language, days)) switch
        {
            ("uk", PluralCategory.One) => $"залишився {number}{NoBreak}день",
            ("uk", PluralCategory.Few) => $"залишилося {number}{NoBreak}дні",
            ("uk", _) => $"залишилося {number}{NoBreak}днів",
            ("bg", PluralCategory.One) => $"остава {number}{NoBreak}ден",
            ("bg", _) => $"остават {number}{NoBreak}дни",
            ("mk", PluralCategory.One) => $"уште {number}{NoBreak}ден",
            ("mk", _) => $"уште {number}{NoBreak}дена",
            (_, PluralCategory.One) => $"{number}{NoBreak}day left",
            _ => $"{number}{NoBreak}days left",
        };
    }

    /// <summary>"київський час", "софийско време"; "UTC+01:00" for a zone without a name here.</summary>
    public static string ZoneName(TimeZoneInfo zone, DateTime utc, Language language)
    {
        if (ZoneNames.TryGetValue(zone.Id, out var names))
        {
            return names[language.Index];
        }

        var offset = zone.GetUtcOffset(utc);
        return offset == TimeSpan.Zero
            ? "UTC"
            : string.Create(CultureInfo.InvariantCulture, $"UTC{(offset < TimeSpan.Zero ? '-' : '+')}{offset:hh\\:mm}");
    }

    /// <summary>The month as it stands after a day: the genitive in Ukrainian.</summary>
    private static string MonthOfDate(int month, Language language) =>
        language == Language.Uk ? UkrainianGenitive[month - 1] : Month(month, language);

    private static string YearWithMark(int year, Language language)
    {
        var figures = year.ToString(CultureInfo.InvariantCulture);
        return language.Code switch
        {
            "uk" => $"{figures}{NoBreak}р.",
            "bg" or "mk" => $"{figures}{NoBreak}г.",
            _ => figures,
        };
    }

    private static readonly string[] UkrainianGenitive =
        ["січня", "лютого", "березня", "квітня", "травня", "червня", "липня", "серпня", "вересня", "жовтня", "листопада", "грудня"];

    private static readonly string[][] Months =
    [
        ["січень", "лютий", "березень", "квітень", "травень", "червень", "липень", "серпень", "вересень", "жовтень", "листопад", "грудень"],
        ["януари", "февруари", "март", "април", "май", "юни", "юли", "август", "септември", "октомври", "ноември", "декември"],
        ["јануари", "февруари", "март", "април", "мај", "јуни", "јули", "август", "септември", "октомври", "ноември", "декември"],
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
    ];

    private static readonly string[][] ShortMonths =
    [
        ["січ.", "лют.", "бер.", "квіт.", "трав.", "черв.", "лип.", "серп.", "вер.", "жовт.", "лист.", "груд."],
        ["яну", "фев", "март", "апр", "май", "юни", "юли", "авг", "сеп", "окт", "ное", "дек"],
        ["јан.", "фев.", "март", "апр.", "мај", "јуни", "јули", "авг.", "септ.", "окт.", "ноем.", "дек."],
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    ];

    private static readonly string[] LastDay = ["останній день", "последен ден", "последен ден", "last day"];

    private static readonly string[] Ended = ["завершено", "приключи", "заврши", "ended"];

    private static readonly Dictionary<string, string[]> ZoneNames = new(StringComparer.Ordinal)
    {
        ["Europe/Kyiv"] = ["київський час", "киевско време", "киевско време", "Kyiv time"],
        ["Europe/Kiev"] = ["київський час", "киевско време", "киевско време", "Kyiv time"],
        ["Europe/Sofia"] = ["софійський час", "софийско време", "софиско време", "Sofia time"],
        ["Europe/Skopje"] = ["час у Скоп’є", "скопско време", "скопско време", "Skopje time"],
        ["Etc/UTC"] = ["UTC", "UTC", "UTC", "UTC"],
        ["UTC"] = ["UTC", "UTC", "UTC", "UTC"],
    };
}
