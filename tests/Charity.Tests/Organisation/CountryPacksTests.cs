using System.Reflection;
using System.Text.RegularExpressions;
using Charity.Accounting;
using Charity.Languages;
using Charity.Organisation;
using Xunit;

namespace Charity.Tests.Organisation;

public class CountryPacksTests
{
    private static readonly CountryPacks Packs = CountryPacks.Load();

    [Fact]
    public void There_is_a_pack_for_each_country_and_a_general_one() =>
        Assert.Equal(["bg", "general", "mk", "ua"], Packs.Ids);

    [Theory]
    [InlineData("bg", "2025-12-31", "BGN")]
    [InlineData("bg", "2026-01-01", "EUR")]
    [InlineData("bg", "2026-11-21", "EUR")]
    [InlineData("mk", "2026-11-21", "MKD")]
    [InlineData("ua", "2026-11-21", "UAH")]
    [InlineData("general", "2026-11-21", "EUR")]
    public void The_version_in_force_on_the_day_is_picked(string id, string day, string reporting) =>
        Assert.Equal(reporting, Packs.For(id, Day(day)).ReportingCurrency.Code);

    [Fact]
    public void The_euro_came_to_bulgaria_at_midnight_in_sofia()
    {
        Assert.Equal(Currency.Bgn, Packs.At("bg", new DateTime(2025, 12, 31, 21, 59, 59, DateTimeKind.Utc)).ReportingCurrency);
        Assert.Equal(Currency.Eur, Packs.At("bg", new DateTime(2025, 12, 31, 22, 0, 0, DateTimeKind.Utc)).ReportingCurrency);
    }

    [Fact]
    public void What_a_pack_does_not_know_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Packs.For("rs", Day("2026-01-01")));
        Assert.Throws<ArgumentOutOfRangeException>(() => Packs.For("bg", Day("2019-12-31")));
        Assert.False(Packs.Has("rs"));
    }

    [Theory]
    [Trait("Case", "D06")]
    [InlineData("bg", "2026-01-31T21:30:00Z", "2026-01-31")]
    [InlineData("bg", "2026-01-31T22:00:00Z", "2026-02-01")]
    [InlineData("ua", "2026-07-31T20:59:59Z", "2026-07-31")]
    [InlineData("ua", "2026-07-31T21:00:00Z", "2026-08-01")]
    [InlineData("mk", "2026-12-31T22:30:00Z", "2026-12-31")]
    [InlineData("mk", "2026-12-31T23:00:00Z", "2027-01-01")]
    [InlineData("mk", "2026-03-29T22:00:00Z", "2026-03-30")] // summer time began that morning
    [InlineData("general", "2026-12-31T23:59:59Z", "2026-12-31")]
    public void An_instant_falls_on_a_day_of_the_countrys_calendar(string id, string utc, string day)
    {
        var instant = DateTime.Parse(utc, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AdjustToUniversal);
        Assert.Equal(Day(day), Packs.At(id, instant).DayOf(instant));
    }

    [Fact]
    public void A_donor_gets_a_copy_in_their_language_beside_the_certificate()
    {
        var certificate = Packs.For("mk", Day("2026-11-21")).Certificate;
        Assert.Equal(Language.Mk, certificate.Language);
        Assert.Equal(Language.Uk, certificate.CopyFor(Language.Uk));
        Assert.Null(certificate.CopyFor(Language.Mk));
    }

    [Theory]
    [InlineData("bg", RecordKind.Accounting, "2026-02-03", "2037-01-01")]
    [InlineData("bg", RecordKind.Other, "2026-12-31", "2030-01-01")]
    [InlineData("ua", RecordKind.Accounting, "2026-01-01", "2032-01-01")]
    public void Records_are_kept_from_the_new_year_on(string id, RecordKind kind, string day, string until) =>
        Assert.Equal(Day(until), Packs.For(id, Day("2026-11-21")).MayBeDestroyedFrom(kind, Day(day)));

    [Fact]
    public void Facts_of_the_countries_stand_as_data()
    {
        var bg = Packs.For("bg", Day("2026-11-21"));
        var mk = Packs.For("mk", Day("2026-11-21"));
        var ua = Packs.For("ua", Day("2026-11-21"));

        Assert.Equal(500, bg.TaxRelief.Single(relief => relief.Donor == DonorKind.Person).BasisPoints);
        Assert.Equal(new DateOnly(2027, 6, 30), bg.Deadlines.Single(one => one.Kind == DeadlineKind.PublishAnnualReport).For(2026));
        Assert.Equal(24_000_00, mk.TaxRelief.Single(relief => relief.Donor == DonorKind.Person).AtMost);
        Assert.Equal(new DateOnly(2027, 1, 31), mk.Deadlines.Single(one => one.Kind == DeadlineKind.DonorClaimsRelief).For(2026));
        Assert.Equal(400, ua.TaxRelief.Single(relief => relief.Donor == DonorKind.Person).BasisPoints);
        Assert.Equal(2000, ua.AdministrationCap!.BasisPoints);
        Assert.Equal([TransferQr.Nbu], ua.TransferQr);
        Assert.Empty(Packs.For("ua", Day("2025-10-31")).TransferQr);
        Assert.Contains(mk.Certificate.Items, item => item.Fact == CertificateFact.PublicInterestDecision);
    }

    [Fact]
    public void A_tax_number_is_asked_for_only_for_relief()
    {
        foreach (var number in Packs.Ids.SelectMany(Packs.Versions).SelectMany(pack => pack.DonorTaxIds))
        {
            Assert.Equal(RequiredWhen.ForTaxRelief, number.Required);
        }
    }

    [Fact]
    public void Every_pack_says_that_a_lawyer_must_check_it()
    {
        foreach (var pack in Packs.Ids.SelectMany(Packs.Versions))
        {
            Assert.All(Language.All, language => Assert.True(pack.LawyerNote.Has(language)));
            Assert.Contains("lawyer", pack.LawyerNote[Language.En], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_text_keeps_to_the_letters_of_its_language()
    {
        string[] foreign = ["ыэёъѓќѕјљњџ", "ыэёіїєґѓќѕјљњџ", "йъьщюяыэёіїєґ", "абвгдежзиклмнопрстуфх"];
        foreach (var text in Packs.Ids.SelectMany(Packs.Versions).SelectMany(AllTexts).SelectMany(text => text))
        {
            Assert.DoesNotContain(text.Text.ToLowerInvariant(), foreign[text.Language.Index].Contains);
            Assert.DoesNotMatch(new Regex(@"[A-Za-z][\u0400-\u04FF]|[\u0400-\u04FF][A-Za-z]"), text.Text);
        }

        static IEnumerable<LocalizedText> AllTexts(CountryPack pack) =>
        [
            pack.LawyerNote, pack.Certificate.Title, pack.Certificate.LegalBasis,
            .. pack.DonorTaxIds.Select(id => id.Label), .. pack.TaxRelief.Select(relief => relief.Of),
            .. pack.AdministrationCap is { } cap ? [cap.Of] : Array.Empty<LocalizedText>(),
        ];
    }

    [Theory]
    [InlineData("\"id\": \"bg\"", "\"id\": \"mk\"", "not that of pack")]
    [InlineData("2026-01-01", "2026-01-02", "not that of pack")]
    [InlineData("2026-01-01", "soon", "DateOnly")]
    [InlineData("Europe/Sofia", "Europe/Nowhere", "no time zone")]
    [InlineData("\"reportingCurrency\": \"EUR\"", "\"reportingCurrency\": \"XYZ\"", "No such currency")]
    [InlineData("\"reportingCurrency\": \"EUR\"", "\"reportingCurrency\": \"USD\"", "lack the reporting currency")]
    [InlineData("\"country\": \"BG\"", "\"country\": \"Bulgaria\"", "ISO 3166")]
    [InlineData("\"fact\": \"number\", \"required\": \"always\"", "\"fact\": \"number\", \"required\": \"never\"", "may lack Number")]
    [InlineData("\"fact\": \"means\"", "\"fact\": \"purpose\"", "a fact twice")]
    [InlineData("\"fact\": \"donor-tax-id\"", "\"fact\": \"contract-number\"", "do not go together")]
    [InlineData("\"kind\": \"bg-lnch\"", "\"kind\": \"bg-egn\"", "named twice")]
    [InlineData("\"kind\": \"bg-egn\"", "\"kind\": \"rs-jmbg\"", "donorTaxIds")]
    [InlineData("\"basisPoints\": 500", "\"basisPoints\": 50000", "basis points")]
    [InlineData("\"record\": \"other\"", "\"record\": \"accounting\"", "not named once")]
    [InlineData("\"month\": 6, \"day\": 30", "\"month\": 2, \"day\": 29", "no day of a year")]
    [InlineData("\"uk\": \"Свідоцтво про пожертву\",", "", "four languages")]
    [InlineData("\"country\": \"BG\",", "", "country")]
    [InlineData("\"country\": \"BG\",", "\"country\": \"BG\", \"colour\": \"red\",", "colour")]
    [InlineData("\"template\": \"certificate.bg.1\"", "\"template\": \" \"", "no template")]
    public void A_broken_pack_is_refused_with_the_reason(string from, string to, string expected)
    {
        var json = File("bg-2026-01-01.json");
        Assert.Contains(from, json, StringComparison.Ordinal);
        var error = Assert.Throws<CountryPackException>(() => CountryPacks.Read(new Regex(Regex.Escape(from)).Replace(json, to, 1), "bg-2026-01-01.json"));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Versions_may_not_contradict_each_other()
    {
        var pack = Packs.For("bg", Day("2026-11-21"));
        Assert.Throws<CountryPackException>(() => CountryPacks.Of([pack, pack]));
        Assert.Throws<CountryPackException>(() => CountryPacks.Of([pack, pack with { InForceFrom = Day("2027-01-01"), TimeZone = "Europe/Kyiv" }]));
        Assert.Throws<CountryPackException>(() => CountryPacks.Of([Packs.For("bg", Day("2025-01-01"))]));
    }

    private static string File(string name)
    {
        using var stream = Assembly.Load("Charity").GetManifestResourceStream("Charity.Organisation.CountryPacks." + name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
