using Charity.Campaigns;
using Charity.Campaigns.Drafts;
using Charity.Languages;
using Charity.Testing;
using Xunit;

namespace Charity.Tests.Campaigns;

public sealed class TranslationMarksTests
{
    private CampaignDocument _document = new(
        new CampaignContent(
            Guid.Empty, CharityHost.Named("Winter"), LocalizedText.Empty, LocalizedText.Empty, LocalizedText.Empty, LocalizedText.Empty, LocalizedText.Empty,
            new DateOnly(2026, 1, 1), null, ["EUR"], []),
        new CampaignPromises(LocalizedText.Empty, null, "EUR", null, LocalizedText.Empty));

    private TranslationMarks _marks = TranslationMarks.None;

    public TranslationMarksTests() => Save();

    [Fact]
    public void Texts_written_together_are_in_step()
    {
        Assert.Empty(_marks.Outdated);
        Assert.Equal(Language.En, _marks.SourceOf("title"));
    }

    [Fact]
    public void A_language_changed_alone_makes_the_others_out_of_date()
    {
        Type(Language.En, "Warmer winter");
        Assert.Equal([Language.Uk, Language.Bg, Language.Mk], Outdated());
    }

    [Fact]
    public void It_need_not_be_the_organisation_s_own_language()
    {
        Type(Language.Bg, "По-топла зима");
        Assert.Equal(Language.Bg, _marks.SourceOf("title"));
        Assert.Equal([Language.Uk, Language.Mk, Language.En], Outdated());
    }

    [Fact]
    public void Translations_that_follow_are_right_again_however_often_they_are_saved_while_typing()
    {
        Type(Language.En, "Warmer winter");
        foreach (var typed in (string[])["Т", "Теп", "Тепліша зима"])
        {
            Type(Language.Uk, typed);
        }

        Assert.Equal([Language.Bg, Language.Mk], Outdated());
        Assert.Equal(Language.En, _marks.SourceOf("title"));
    }

    [Fact]
    public void A_source_that_changes_again_leaves_behind_what_had_followed_it()
    {
        Type(Language.En, "Warmer winter");
        Type(Language.Uk, "Тепліша зима");
        Type(Language.En, "The warmest winter");
        Assert.Equal([Language.Uk, Language.Bg, Language.Mk], Outdated());
    }

    [Fact]
    public void A_source_that_is_put_back_makes_its_translations_right_again()
    {
        Type(Language.En, "Warmer winter");
        Type(Language.En, "Winter");
        Assert.Empty(Outdated());
        Type(Language.Bg, "Друга зима");
        Type(Language.Bg, "Winter (bg)");
        Assert.Empty(Outdated());
    }

    [Fact]
    public void Once_published_a_translation_that_is_changed_alone_is_the_source()
    {
        Type(Language.En, "Warmer winter");
        Type(Language.Uk, "Тепліша зима");
        _marks = _marks.Settled();
        Type(Language.Uk, "Ще тепліша зима");
        Assert.Equal(Language.Uk, _marks.SourceOf("title"));
        Assert.Contains(Language.En, Outdated());
    }

    [Fact]
    public void A_translation_that_is_found_still_right_is_marked_no_longer()
    {
        Type(Language.En, "Winter!");
        _marks = _marks.StillRight("title", Language.Bg);
        Assert.Equal([Language.Uk, Language.Mk], Outdated());
        Type(Language.En, "Winter!!");
        Assert.Contains(Language.Bg, Outdated());
    }

    [Fact]
    public void A_language_that_is_missing_is_not_out_of_date_and_a_new_one_is_in_step()
    {
        Type(Language.Mk, "");
        Type(Language.En, "Warmer winter");
        Assert.DoesNotContain(Language.Mk, Outdated());
        Type(Language.Mk, "Потопла зима");
        Assert.DoesNotContain(Language.Mk, Outdated());
        Assert.Equal(Language.En, _marks.SourceOf("title"));
    }

    [Fact]
    public void When_the_source_is_taken_out_another_language_takes_its_place()
    {
        Type(Language.En, "");
        Assert.Equal(Language.Uk, _marks.SourceOf("title"));
        Assert.Empty(Outdated());
    }

    [Fact]
    public void Marks_survive_storing()
    {
        Type(Language.En, "Warmer winter");
        Assert.Equal(_marks.Outdated, TranslationMarks.FromJson(_marks.ToJson()).Outdated);
    }

    private void Type(Language language, string text)
    {
        _document = _document.Type("title", language, text);
        Save();
    }

    private void Save() => _marks = _marks.After(_document, Language.En);

    private IEnumerable<Language> Outdated() => _marks.Outdated.Where(o => o.Field == "title").Select(o => o.Language);
}
