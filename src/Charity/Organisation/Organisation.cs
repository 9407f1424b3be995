using Charity.Languages;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charity.Organisation;

/// <summary>The organisation that runs this installation; exactly one row. Its legal entities hold the money.</summary>
public sealed class Organisation
{
    public const int OnlyId = 1;

    public int Id { get; private set; } = OnlyId;
    public LocalizedText Name { get; internal set; } = LocalizedText.Empty;

    /// <summary>One sentence under the name on the first page.</summary>
    public LocalizedText Mission { get; internal set; } = LocalizedText.Empty;

    /// <summary>Who we are, how to complain, who supervises us; Markdown.</summary>
    public LocalizedText About { get; internal set; } = LocalizedText.Empty;

    public LocalizedText Privacy { get; internal set; } = LocalizedText.Empty;
    public string ContactEmail { get; internal set; } = "";

    /// <summary>Language that content falls back to.</summary>
    public string DefaultLanguage { get; internal set; } = "en";

    /// <summary>Codes of the languages that the public site offers, joined by commas; <see cref="Offered"/> reads them.</summary>
    public string Languages { get; internal set; } = OfferedLanguages.Store(Language.All);

    /// <summary>What the public site offers: the language that content falls back to first. Never empty.</summary>
    public IReadOnlyList<Language> Offered => OfferedLanguages.Read(Languages, DefaultLanguage);

    public int Version { get; internal set; }
}

/// <summary>Which of the program's languages an organisation speaks in public. Staff pages exist in all of them.</summary>
public static class OfferedLanguages
{
    /// <summary>The first language stands first, the others in their usual order.</summary>
    /// <param name="stored">As <see cref="Store"/> made it.</param>
    /// <param name="first">Code of the language that content falls back to; always among them.</param>
    public static IReadOnlyList<Language> Read(string stored, string first)
    {
        ArgumentNullException.ThrowIfNull(stored);
        var codes = stored.Split(',');
        return [Language.Of(first), .. Language.All.Where(language => language.Code != first && codes.Contains(language.Code))];
    }

    internal static string Store(IEnumerable<Language> languages) => string.Join(',', Language.All.Where(languages.Contains).Select(language => language.Code));
}

internal sealed class OrganisationMapping : IEntityTypeConfiguration<Organisation>
{
    public void Configure(EntityTypeBuilder<Organisation> builder)
    {
        builder.ToTable("organisation");
        builder.Property(o => o.Id).ValueGeneratedNever();
        builder.Property(o => o.DefaultLanguage).HasMaxLength(2);
        builder.Property(o => o.Languages).HasMaxLength(20);
        builder.Ignore(o => o.Offered);
        builder.Property(o => o.Version).IsConcurrencyToken();
    }
}
