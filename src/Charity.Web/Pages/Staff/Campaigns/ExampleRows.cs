using System.Globalization;
using System.Text;
using Charity.Accounting;
using Charity.Campaigns;
using Charity.Languages;

namespace Charity.Web.Pages.Staff.Campaigns;

/// <summary>"What your gift does" in the form: an amount for all languages, and what it does in each.</summary>
internal static class ExampleRows
{
    private const int MaxWhat = 200;

    public static void Put(LocalizedText examples, Currency currency, Language reader, Dictionary<string, string> values)
    {
        var amounts = new List<(long Minor, int Nth)>();
        foreach (var (rows, language) in examples)
        {
            var seen = new Dictionary<long, int>();
            foreach (var example in GiftExample.Read(rows, currency))
            {
                // The same amount twice in a language is two rows.
                var nth = seen[example.Amount.Minor] = seen.GetValueOrDefault(example.Amount.Minor) + 1;
                var row = amounts.IndexOf((example.Amount.Minor, nth));
                if (row < 0)
                {
                    row = amounts.Count;
                    amounts.Add((example.Amount.Minor, nth));
                    values[Invariant($"amount.{row}")] = AmountFormat.Input(example.Amount, reader);
                }

                values[Invariant($"example.{row}.{language.Code}")] = example.What;
            }
        }
    }

    public static LocalizedText Read(EditForm form, Currency currency, Language reader, Action<string, TextKey> fault, int rows)
    {
        var texts = Language.All.ToDictionary(language => language, _ => new StringBuilder());
        for (var row = 0; row < rows; row++)
        {
            var what = Language.All.ToDictionary(language => language, language => form[Invariant($"example.{row}.{language.Code}")].ReplaceLineEndings(" ").Trim());
            var amount = Invariant($"amount.{row}");
            if (form[amount].Trim().Length == 0 && what.Values.All(text => text.Length == 0))
            {
                continue;
            }

            if (!AmountText.TryParse(form[amount], currency, reader.Notation, out var money, out _))
            {
                fault(amount, new TextKey("campaigns.field-error.amount"));
                continue;
            }

            foreach (var (language, text) in what.Where(one => one.Value.Length > 0))
            {
                if (text.Length > MaxWhat)
                {
                    fault(Invariant($"example.{row}.{language.Code}"), new TextKey("campaigns.field-error.too-long"));
                    continue;
                }

                texts[language].Append(CultureInfo.InvariantCulture, $"{money.Minor}|{text}\n");
            }
        }

        return texts.Aggregate(LocalizedText.Empty, (all, one) => all.With(one.Key, one.Value.ToString()));
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
