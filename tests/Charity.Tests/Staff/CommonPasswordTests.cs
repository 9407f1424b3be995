using Charity.Languages;
using Charity.Organisation;
using Charity.Staff;
using Charity.Staff.Passwords;
using Charity.Testing;
using Xunit;

namespace Charity.Tests.Staff;

public sealed class CommonPasswordTests
{
    private static readonly HashSet<string> Nobody = [];

    [Theory]
    [InlineData("password12345")]
    [InlineData("PASSWORDPASSWORD")]
    [InlineData("P@ssw0rd!2026")]
    [InlineData("Passw0rd1234!")]
    [InlineData("Summer2026!!")]
    [InlineData("Welcome@2026")]
    [InlineData("123456789012")]
    [InlineData("098765432109")]
    [InlineData("380671234567")]
    [InlineData("aaaaaaaaaaaaaa")]
    [InlineData("abababababab")]
    [InlineData("xkq7xkq7xkq7")]
    [InlineData("qwertyuiop123")]
    [InlineData("QwErTyUiOp[]")]
    [InlineData("1qaz2wsx3edc")]
    [InlineData("zaq1xsw2cde3")]
    [InlineData("q1w2e3r4t5y6")]
    [InlineData("abcdefghijkl")]
    [InlineData("iloveyou2026")]
    [InlineData("ILoveYouPrincess")]
    [InlineData("manchesterunited")]
    [InlineData("correcthorsebatterystaple")]
    [InlineData("correct horse battery staple")]
    [InlineData("thisismypassword")]
    [InlineData("trustno1trustno1")]
    [InlineData("пароль123456")]
    [InlineData("Лозинка123456")]
    [InlineData("парола2026парола")]
    [InlineData("gfhjkmgfhjkm")]
    [InlineData("йцукенгшщзхї")]
    [InlineData("фівапролджє1")]
    [InlineData("СлаваУкраїні2026")]
    [InlineData("обичам те 2026")]
    [InlineData("скопје македонија")]
    [InlineData("charity donation 1")]
    public void What_attackers_try_first_is_refused(string password) => Assert.True(PasswordParts.IsCommon(password, Nobody));

    [Fact]
    public async Task Names_are_refused_with_words_of_their_own_and_what_nobody_would_put_together_is_taken()
    {
        await using var host = await CharityHost.StartAsync();
        await host.RunAsync<SetUpOrganisation, OrganisationOutcome>(describe => describe.RunAsync(
            new(
                LocalizedText.Of(en: "Luhansk League", uk: "Ліга Луганщини", bg: "Лига Доброта"), CharityHost.Named("x"), CharityHost.Named("x"), CharityHost.Named("x"),
                "office@charity.example", Language.En), default));
        string[] names =
        [
            "zlatomirakovalenko26", "ZlatomiraKovalenko!", "kovalenko kovalenko", "Zlat0mira.K0valenk0", "zlatomira.k1990@lighthouses.example", "LuhanskLeague2026", "Ліга Луганщини 2026",
            "лигадоброта2026",
        ];
        string[] good =
        [
            "seven quiet mountains", "тиха вода греблю рве", "седем тихи реки и мост", "под стариот мост тече", "x7Kq2mPz9wLtRb", "password of the lantern keeper",
            "zlatomira forgets umbrellas", "Ліга світлячків та їжаків", "a river under old bridges",
        ];
        foreach (var password in names)
        {
            Assert.Equal((password, CommonPasswords.NameErrorCode), (password, Assert.Single(await ErrorsAsync(password))));
        }

        Assert.Equal(["PasswordTooShort"], await ErrorsAsync("short rivers"[..11]));
        Assert.Equal([CommonPasswords.ErrorCode], await ErrorsAsync("Password12345"));
        foreach (var (password, at) in good.Select((password, at) => (password, at)))
        {
            Assert.Empty(await ErrorsAsync(password, $"zlatomira.k{at}@lighthouses.example"));
        }

        async Task<IReadOnlyList<string>> ErrorsAsync(string password, string email = "zlatomira.k1990@lighthouses.example")
            => (await host.RunAsync<CreateStaffUser, CreateStaffUser.Outcome>(u => u.RunAsync(new(email, "Zlatomira Kovalenko", password, [StaffRoles.Finance]), default))).Errors;
    }

    [Fact]
    public void Every_word_of_the_list_stands_for_all_that_people_make_of_it()
    {
        var words = Words();
        Assert.InRange(words.Count, 1000, 5000);
        Assert.Equal(words.Order(StringComparer.Ordinal), words);
        Assert.Equal(words.Count, words.Distinct().Count());
        // Long enough for the rule of length, all of them: far more than the three thousand of ASVS 6.2.4.
        var made = words.SelectMany(word => new[] { word + "123456789", word + word + word, char.ToUpperInvariant(word[0]) + word[1..] + "@2026!!!!", "2026-11-22" + word })
            .Where(password => password.Length >= 12).Distinct().ToList();
        Assert.InRange(made.Count, 6000, 30_000);
        Assert.DoesNotContain(made, password => !PasswordParts.IsCommon(password, Nobody));
    }

    [Fact]
    public void Chance_is_not_taken_for_a_common_password()
    {
        var dice = new Random(20261122);
        const string signs = "abcdefghijklmnopqrstuvwxyz23456789";
        var made = Enumerable.Range(0, 5000).Select(_ => new string(dice.GetItems<char>(signs, 14)));
        // One in a thousand holds hardly a letter that belongs to no word.
        Assert.InRange(made.Count(password => PasswordParts.IsCommon(password, Nobody)), 0, 5);
    }

    [Fact]
    public void The_longest_thing_that_someone_may_send_is_read_to_its_end_at_once()
    {
        var names = new HashSet<string> { new('b', 200) };
        Assert.True(PasswordParts.IsCommon(new string('a', 1_000_000), names));
        Assert.True(PasswordParts.IsCommon(string.Concat(Enumerable.Repeat("password", 10_000)), names));
    }

    private static List<string> Words()
    {
        using var stream = typeof(PasswordParts).Assembly.GetManifestResourceStream("Charity.Staff.Passwords.CommonPasswords.txt")!;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#')];
    }
}
