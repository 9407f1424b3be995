using System.Globalization;
using Charity.Languages;

namespace Charity.Web.Pages.Staff.Campaigns;

/// <summary>What the fields of a campaign are called, by their keys or by their names in the form.</summary>
internal static class FieldNames
{
    public static string Of(LanguageTexts T, string key)
    {
        string[] parts = key.Split('.');
        return parts switch
        {
            // Rows of "what your gift does": amount.2, example.2.uk
            ["amount", var row] => $"{T["campaigns.example-amounts"]}: {RowOf(T, row)}",
            ["example", var row, var code] => $"{T["campaigns.field.examples"]}: {RowOf(T, row)} ({T[$"staff.language.{code}"]})",
            [var name, var code] => $"{T[$"campaigns.field.{name}"]} ({T[$"staff.language.{code}"]})",
            _ => T[$"campaigns.field.{key}"],
        };
    }

    private static string RowOf(LanguageTexts T, string row)
        => T["campaigns.example-row", ("number", (int.Parse(row, NumberStyles.None, CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture))];
}
