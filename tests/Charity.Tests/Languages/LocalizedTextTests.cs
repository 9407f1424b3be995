using System.Text.Json;
using Charity.Languages;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Charity.Tests.Languages;

public class LocalizedTextTests
{
    [Fact]
    public void Json_has_stable_key_order_and_readable_letters()
    {
        var text = LocalizedText.Of(Language.En, "Warm \"meals\" & <b>").With(Language.Uk, "Теплі обіди");

        Assert.Equal("""{"uk":"Теплі обіди","en":"Warm \"meals\" & <b>"}""", text.ToJson());
        Assert.Equal(text, LocalizedText.FromJson(text.ToJson()));
        Assert.Equal("{}", LocalizedText.Empty.ToJson());
    }

    [Fact]
    public void A_reader_gets_their_language_else_the_organisations_else_english_else_any()
    {
        var all = LocalizedText.Of(uk: "у", bg: "б", mk: "м", en: "e");
        Assert.Equal(new TextIn("м", Language.Mk), all.In(Language.Mk, Language.Uk));
        Assert.Equal(new TextIn("у", Language.Uk), all.With(Language.Mk, null).In(Language.Mk, Language.Uk));
        Assert.Equal(new TextIn("e", Language.En), LocalizedText.Of(bg: "б", en: "e").In(Language.Mk, Language.Uk));
        Assert.Equal(new TextIn("б", Language.Bg), LocalizedText.Of(bg: "б").In(Language.Mk, Language.Uk));
        Assert.Equal(new TextIn("", Language.Mk), LocalizedText.Empty.In(Language.Mk, Language.Uk));
    }

    [Fact]
    public void Equal_texts_are_equal_however_they_were_made()
    {
        var one = LocalizedText.Of(uk: "а", bg: "б");
        var other = LocalizedText.Of(Language.Bg, "б").With(Language.Uk, " а \r\n");

        Assert.Equal(one, other);
        Assert.True(one == other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.NotEqual(one, other.With(Language.En, "c"));
        Assert.True(one != LocalizedText.Empty);
    }

    [Fact]
    public void Blank_is_none_and_line_ends_and_letters_have_one_form()
    {
        var text = LocalizedText.Of(uk: "  ", bg: "ред\r\nдруг", mk: "", en: "cafe\u0301");

        Assert.False(text.Has(Language.Uk));
        Assert.Null(text[Language.Mk]);
        Assert.Equal("ред\nдруг", text[Language.Bg]);
        Assert.Equal("café", text[Language.En]);
        Assert.True(LocalizedText.Of(uk: " ").IsEmpty);
    }

    [Fact]
    public void A_text_has_a_limit()
    {
        Assert.Equal(LocalizedText.MaxTextLength, LocalizedText.Of(en: new string('x', LocalizedText.MaxTextLength))[Language.En]!.Length);
        Assert.Throws<ArgumentException>(() => LocalizedText.Of(en: new string('x', LocalizedText.MaxTextLength + 1)));
    }

    [Theory]
    [InlineData("""["uk"]""")]
    [InlineData("""{"ru":"x"}""")]
    [InlineData("""{"uk":"a","uk":"b"}""")]
    [InlineData("""{"uk":{}}""")]
    [InlineData("""{"uk":1}""")]
    [InlineData("""{"uk":"a" """)]
    public void Broken_json_is_refused(string json)
    {
        var error = Record.Exception(() => LocalizedText.FromJson(json));
        Assert.True(error is JsonException or InvalidOperationException, error?.ToString());
    }

    [Fact]
    public async Task A_column_holds_it_and_sees_a_change()
    {
        var file = Path.Combine(Path.GetTempPath(), $"charity-{Guid.NewGuid():N}.db");
        try
        {
            await using (var db = new TextDb(file))
            {
                await db.Database.ExecuteSqlRawAsync("CREATE TABLE Notes (Id INTEGER PRIMARY KEY, Text TEXT NOT NULL, Language TEXT NOT NULL)");
                db.Add(new Note { Id = 1, Text = LocalizedText.Of(mk: "Ќерка"), Language = Language.Mk });
                await db.SaveChangesAsync();
            }

            await using (var db = new TextDb(file))
            {
                var note = await db.Set<Note>().SingleAsync(one => one.Language == Language.Mk);
                Assert.Equal("Ќерка", note.Text[Language.Mk]);
                note.Text = LocalizedText.Of(mk: "Ќерка");
                Assert.Equal(0, await db.SaveChangesAsync());
                note.Text = note.Text.With(Language.En, "Daughter");
                Assert.Equal(1, await db.SaveChangesAsync());
            }

            await using (var db = new TextDb(file))
            {
                Assert.Equal("""{"mk":"Ќерка","en":"Daughter"}""", await db.Database.SqlQueryRaw<string>("SELECT Text AS Value FROM Notes").SingleAsync());
            }
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            File.Delete(file);
        }
    }

    private sealed class Note
    {
        public long Id { get; set; }

        public LocalizedText Text { get; set; } = LocalizedText.Empty;

        public Language Language { get; set; } = Language.En;
    }

    private sealed class TextDb(string file) : DbContext
    {
        protected override void OnConfiguring(DbContextOptionsBuilder options) => options.UseSqlite($"Data Source={file}");

        protected override void OnModelCreating(ModelBuilder model) => model.Entity<Note>(note =>
        {
            note.ToTable("Notes");
            note.Property(one => one.Text).HasConversion(new LocalizedTextConverter(), new LocalizedTextComparer());
            note.Property(one => one.Language).HasConversion(new LanguageConverter());
        });
    }
}
