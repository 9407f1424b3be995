namespace Charity.Web.Pages.Give;

/// <summary>What is wrong with a form, in plain words: beside each field, and summed at its top in the order of the fields.</summary>
public sealed class FieldErrors
{
    /// <summary>Ids of the fields, from top to bottom; <see cref="Form"/> is the whole.</summary>
    private static readonly string[] Order =
        [Form, Currency, Amount, Means, Name, Email, CoverFee, Dedication, Message, Company, Terms];

    public const string Form = "form";
    public const string Currency = "currency";
    public const string Amount = "amount";
    public const string Means = "means";
    public const string Name = "name";
    public const string Email = "email";
    public const string CoverFee = "cover";
    public const string Dedication = "dedication";
    public const string Message = "message";
    public const string Company = "company";
    public const string Terms = "terms";

    private readonly Dictionary<string, string> _texts = [];

    public bool Any => _texts.Count > 0;

    public IEnumerable<(string Field, string Text)> All => Order.Where(_texts.ContainsKey).Select(name => (name, _texts[name]));

    /// <summary>The sentence beside a field, or null.</summary>
    public string? this[string field] => _texts.GetValueOrDefault(field);

    /// <summary>Adds a sentence; a field keeps its first.</summary>
    public void Add(string field, string text)
    {
        if (!Order.Contains(field))
        {
            throw new ArgumentException($"The form has no field '{field}'.", nameof(field));
        }

        _texts.TryAdd(field, text);
    }
}
