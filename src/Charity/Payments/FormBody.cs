using System.Globalization;
using System.Text;

namespace Charity.Payments;

/// <summary>
/// Builds the body of a writing call as <c>application/x-www-form-urlencoded</c> in UTF-8, in the order of the calls,
/// so that the same facts always give the same bytes. Nested keys are written out: <c>line_items[0][quantity]</c>.
/// </summary>
public sealed class FormBody
{
    private readonly StringBuilder text = new();

    /// <summary>Adds a field. A null is left out; an empty text is sent and means "unset" to Stripe.</summary>
    public FormBody Add(string key, string? value)
    {
        if (value is null)
        {
            return this;
        }

        if (text.Length > 0)
        {
            text.Append('&');
        }

        AppendKey(key);
        text.Append('=').Append(Uri.EscapeDataString(value));
        return this;
    }

    public FormBody Add(string key, long value) => Add(key, value.ToString(CultureInfo.InvariantCulture));

    public FormBody Add(string key, bool value) => Add(key, value ? "true" : "false");

    /// <summary>A moment, as Stripe counts it: whole seconds since 1970, UTC.</summary>
    public FormBody Add(string key, DateTime utc) => Add(key, UnixTime.Of(utc));

    /// <summary>A list: <c>key[0]=…</c>, <c>key[1]=…</c>.</summary>
    public FormBody AddList(string key, params ReadOnlySpan<string> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            Add(string.Create(CultureInfo.InvariantCulture, $"{key}[{i}]"), values[i]);
        }

        return this;
    }

    /// <summary>Names and values under one key: <c>metadata[donation_id]=…</c>.</summary>
    public FormBody AddMap(string key, IEnumerable<KeyValuePair<string, string>> values)
    {
        foreach (var (name, value) in values)
        {
            Add($"{key}[{name}]", value);
        }

        return this;
    }

    public override string ToString() => text.ToString();

    /// <summary>Brackets stand as they are, as Stripe's own clients send them; all else is escaped.</summary>
    private void AppendKey(string key)
        => text.Append(Uri.EscapeDataString(key).Replace("%5B", "[", StringComparison.Ordinal).Replace("%5D", "]", StringComparison.Ordinal));
}
