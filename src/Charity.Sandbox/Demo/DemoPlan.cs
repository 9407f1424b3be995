using Charity.Donations;

namespace Charity.Sandbox.Demo;

/// <summary>How a planned gift goes on after the form.</summary>
internal enum DemoCourse
{
    Paid,

    /// <summary>The bank asks the donor first.</summary>
    Challenged,

    /// <summary>One card is declined, another works.</summary>
    SecondCard,

    /// <summary>Every card is declined; the session lapses.</summary>
    Declined,

    /// <summary>The donor closes the payment page.</summary>
    Abandoned,

    /// <summary>Stripe made the payment page and its answer was lost; the donor sends the form again.</summary>
    AnswerLost,

    /// <summary>Announced as a bank transfer.</summary>
    Transfer,
    RefundedWhole,
    RefundedInPart,
    DisputeLost,
    DisputeWon,

    /// <summary>The issuer warns of fraud; the gift is sent back.</summary>
    FraudWarning,

    /// <summary>Paid; the donor's mailbox is full, and the receipt's mail is given up.</summary>
    MailboxFull,
}

/// <param name="Minor">In minor units of the currency.</param>
internal sealed record DemoGift(
    DateTimeOffset At, DemoCampaign Campaign, DemoPerson Donor, string Currency, long Minor, bool CoverFee, Anonymity Anonymity,
    string? Message, DedicationKind Dedication, string? DedicationName, (string Name, string Number)? Company, bool News, DemoCourse Course);

/// <summary>
/// Draws up the history of gifts: seasons, weekdays, regular donors, currencies and mishaps in plausible shares. The same
/// seed and span give the same plan.
/// </summary>
internal sealed class DemoPlan(Random random, DateTimeOffset start, DateTimeOffset end, IReadOnlyList<DemoCampaign> campaigns)
{
    /// <summary>Of a hundred gifts; what is left is simply paid.</summary>
    private static readonly (DemoCourse Course, double Percent)[] Courses =
    [
        (DemoCourse.Transfer, 4), (DemoCourse.Challenged, 4), (DemoCourse.SecondCard, 3), (DemoCourse.Declined, 2), (DemoCourse.Abandoned, 3), (DemoCourse.AnswerLost, 0.2),
        (DemoCourse.RefundedWhole, 0.9), (DemoCourse.RefundedInPart, 0.5), (DemoCourse.DisputeLost, 0.07), (DemoCourse.DisputeWon, 0.07),
        (DemoCourse.FraudWarning, 0.07),
        // Twice: one waits for a second person's word, one for anybody's.
        (DemoCourse.MailboxFull, 0), (DemoCourse.MailboxFull, 0),
    ];

    /// <summary>Giving by month, January first: quiet summers, a strong December.</summary>
    private static readonly double[] Seasons = [0.85, 0.8, 1, 1.15, 0.95, 0.8, 0.65, 0.65, 0.95, 1.05, 1.3, 1.9];

    /// <summary>Usual amounts in minor units, liked the more the earlier they stand.</summary>
    private static readonly Dictionary<string, long[]> Amounts = new(StringComparer.Ordinal)
    {
        ["EUR"] = [2500, 1000, 5000, 2000, 10000, 1500, 3000, 25000],
        ["UAH"] = [50000, 20000, 100000, 30000, 200000],
        ["MKD"] = [60000, 30000, 120000, 50000],
        ["USD"] = [2500, 5000, 10000, 2000, 25000],
        ["GBP"] = [2500, 5000, 2000, 10000],
        ["PLN"] = [10000, 4000, 20000],
        ["CHF"] = [5000, 10000, 2500],
        ["SEK"] = [25000, 10000, 50000],
        ["CAD"] = [3000, 6000, 15000],
    };

    /// <summary>Regular donors begin within the first months, so that their gifts become a rhythm.</summary>
    private const int LatestFirstMonth = 10;

    /// <summary>Days that the longest course, a dispute, takes to its end.</summary>
    private const int LongestCourse = 32;

    /// <summary>Before the end: long enough ago that a mail was given up since, and the treasurer has seen it.</summary>
    private static readonly TimeSpan StillWaits = FullMailbox.GivenUpAfter + TimeSpan.FromDays(1.2);

    /// <summary>What companies give, in minor units; in other currencies, ten times a usual amount.</summary>
    private static readonly long[] CompanyAmounts = [50000, 25000, 100000, 200000];

    internal IReadOnlyList<DemoGift> Make(int count)
    {
        var people = DemoPeople.Make(random, Math.Max(8, count * 6 / 10));
        var gifts = Regular(people, count / 4);
        gifts.AddRange(Times(count - gifts.Count).Select(at => Gift(at, DemoRandom.Pick(random, people))));
        gifts.Sort((a, b) => a.At.CompareTo(b.At));
        return Course(gifts);
    }

    /// <summary>People who give the same amount to the same campaign every month, on their day.</summary>
    private List<DemoGift> Regular(List<DemoPerson> people, int atMost)
    {
        var gifts = new List<DemoGift>(atMost);
        foreach (var person in people)
        {
            var at = DemoCalendar.MonthOf(start, random.Next(LatestFirstMonth)).AddDays(random.Next(1, 27)).Add(DemoRandom.Pick(random, Hours)).AddMinutes(random.Next(-300, 0));
            var first = Gift(at, person) with { Message = null, Dedication = DedicationKind.None, DedicationName = null, Company = null };
            if (first.Campaign.End is not null || person.Currencies[0] != first.Currency)
            {
                continue;
            }

            for (; at < end.AddHours(-1); at = at.AddMonths(1))
            {
                if (gifts.Count >= atMost)
                {
                    return gifts;
                }

                gifts.Add(first with { At = at.AddMinutes(random.Next(45)) });
            }
        }

        return gifts;
    }

    private List<DateTimeOffset> Times(int count)
    {
        // The first hour belongs to setting up, the last minutes to what is still on its way.
        var days = Enumerable.Range(0, Math.Max(1, (int)(end - start).TotalDays)).Select(day => start.AddDays(day)).ToList();
        return
        [
            .. Enumerable.Range(0, count)
                .Select(_ => DemoRandom.Pick(random, days, Weight))
                .Select(day => day.Date.Add(DemoRandom.Pick(random, Hours)) is var time
                    ? new DateTimeOffset(time, TimeSpan.Zero).AddMinutes(random.Next(60)).AddSeconds(random.Next(60)) : default)
                .Select(at => at < start.AddHours(1) ? at.AddHours(12) : at > end.AddMinutes(-10) ? end.AddMinutes(-10 - random.Next(600)) : at)
                .Order(),
        ];
    }

    /// <summary>UTC; mornings and evenings count twice.</summary>
    private static readonly TimeSpan[] Hours =
        [.. ((int[])[5, 6, 7, 7, 8, 8, 9, 10, 10, 11, 12, 13, 14, 15, 16, 17, 17, 18, 18, 19, 19, 20, 21]).Select(hour => TimeSpan.FromHours(hour))];

    private double Weight(DateTimeOffset day)
    {
        var growth = 0.75 + 0.5 * (day - start) / (end - start);
        var payday = day.Day is <= 5 or >= 26 ? 1.35 : 1;
        var weekend = day.DayOfWeek is DayOfWeek.Saturday ? 0.8 : 1;
        return Seasons[day.Month - 1] * growth * payday * weekend;
    }

    /// <summary>At least one of each course, spread over the history but for its end, so that each has time to end.</summary>
    private List<DemoGift> Course(List<DemoGift> gifts)
    {
        var free = Enumerable.Range(0, gifts.Count).Where(i => gifts[i].At < end.AddDays(-LongestCourse)).ToList();
        foreach (var (course, percent) in Courses)
        {
            for (var wanted = Math.Max(1, (int)Math.Round(gifts.Count * percent / 100)); wanted > 0 && free.Count > 0; wanted--)
            {
                // What still waits for somebody is of the last days.
                var late = course == DemoCourse.MailboxFull ? gifts.FindLastIndex(g => g.Course == DemoCourse.Paid && g.At < end - StillWaits) : -1;
                if (late >= 0)
                {
                    gifts[late] = gifts[late] with { Course = course, Donor = FullMailbox.Of(gifts[late].Donor) };
                    continue;
                }

                var at = random.Next(free.Count);
                gifts[free[at]] = course switch
                {
                    DemoCourse.Transfer => ByTransfer(gifts[free[at]]),
                    DemoCourse.MailboxFull => gifts[free[at]] with { Course = course, Donor = FullMailbox.Of(gifts[free[at]].Donor) },
                    _ => gifts[free[at]] with { Course = course },
                };
                free.RemoveAt(at);
            }
        }

        return gifts;
    }

    /// <summary>Transfers come in the currencies of our accounts.</summary>
    private static DemoGift ByTransfer(DemoGift gift) => gift.Currency == "MKD"
        ? gift with { Course = DemoCourse.Transfer, CoverFee = false }
        : gift with { Course = DemoCourse.Transfer, CoverFee = false, Currency = "EUR", Minor = Amounts["EUR"][gift.Minor % Amounts["EUR"].Length] };

    private DemoGift Gift(DateTimeOffset at, DemoPerson donor)
    {
        var open = campaigns.Where(c => IsOpen(c, at) && donor.Currencies.Any(c.Currencies.Contains)).ToList();
        var campaign = DemoRandom.Pick(random, open, c => c.Weight);
        var currency = donor.Currencies.First(campaign.Currencies.Contains);
        var usual = Amounts[currency];
        var minor = DemoRandom.Pick(random, usual, amount => 1.0 / (2 + Array.IndexOf(usual, amount)));
        minor *= DemoRandom.Percent(random, (int)(9 * donor.Generosity)) ? 3 : 1;
        (string Name, string Number)? company = DemoRandom.Percent(random, 3) ? DemoRandom.Pick(random, DemoWords.Companies(donor.Language)) : null;
        minor = company is null ? minor : currency == "EUR" ? DemoRandom.Pick(random, CompanyAmounts) : usual[0] * 10;
        var words = DemoRandom.Percent(random, 12) ? DemoRandom.Pick(random, DemoWords.Messages(donor.Language)) : null;
        var dedication = DemoRandom.Percent(random, 6)
            ? DemoRandom.Percent(random, 50) ? DedicationKind.InMemoryOf : DedicationKind.InHonourOf
            : DedicationKind.None;
        return new DemoGift(
            at, campaign, donor, currency, minor, company is null && DemoRandom.Percent(random, 35),
            random.Next(100) switch { < 60 => Anonymity.Public, < 85 => Anonymity.Initials, _ => Anonymity.Hidden },
            words, dedication, dedication == DedicationKind.None ? null : DemoRandom.Pick(random, DemoWords.Dedications(donor.Language)),
            company, DemoRandom.Percent(random, 25), DemoCourse.Paid);
    }

    private bool IsOpen(DemoCampaign campaign, DateTimeOffset at)
        => at > DemoCalendar.MonthOf(start, campaign.OpensInMonth).AddHours(1)
           && (campaign.End is not { } ends || at < DemoCalendar.MonthOf(start, ends.Month).AddHours(-1));
}
