using Charity.Languages;

namespace Charity.Web.Pages.Staff.Campaigns;

/// <summary>What the fields of a campaign are called, by their keys.</summary>
internal static class FieldNames
{
    public static string Of(LanguageTexts T, string key)
    {
        var dot = key.LastIndexOf('.');
        return dot < 0 ? T[$"campaigns.field.{key}"] : $"{T[$"campaigns.field.{key[..dot]}"]} ({T[$"staff.language.{key[(dot + 1)..]}"]})";
    }
}
