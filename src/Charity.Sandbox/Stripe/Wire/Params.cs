using System.Globalization;

namespace Charity.Sandbox.Stripe.Wire;

/// <summary>Typed reading of parameters with Stripe's own refusals. An empty value counts as not set.</summary>
internal sealed class Params(FormNode node)
{
    private const int MetadataKeys = 50;
    private const int MetadataKeyLength = 40;
    private const int MetadataValueLength = 500;

    internal FormNode Node => node;

    internal bool Has(string name) => node.Read(name) is { } child && (child.HasChildren || child.Value is { Length: > 0 });

    internal string? Text(string name, int longest = 5_000)
    {
        var child = node.Read(name);
        if (child is { HasChildren: true })
        {
            throw StripeError.Parameter(child.Path, "parameter_invalid_string", $"Invalid string: {child.Path} was given a hash or array.");
        }

        if (child?.Value is not { Length: > 0 } text)
        {
            return null;
        }

        return text.Length <= longest
            ? text
            : throw StripeError.Parameter(
                child.Path, "parameter_invalid_string_too_long",
                $"Invalid string: {text[..20]}…; must be at most {longest} characters");
    }

    internal string RequiredText(string name, int longest = 5_000) => Text(name, longest) ?? throw Absent(name);

    internal long? Integer(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw StripeError.Parameter(node.Read(name)!.Path, "parameter_invalid_integer", $"Invalid integer: {text}");
    }

    internal long RequiredInteger(string name) => Integer(name) ?? throw Absent(name);

    internal bool? Boolean(string name) => Text(name) switch
    {
        null => null,
        "true" => true,
        "false" => false,
        var other => throw StripeError.Parameter(node.Read(name)!.Path, "parameter_invalid_boolean", $"Invalid boolean: {other}"),
    };

    internal string? OneOf(string name, params string[] allowed)
    {
        var text = Text(name);
        return text is null || allowed.Contains(text) ? text : throw StripeError.Parameter(
            node.Read(name)!.Path, "parameter_invalid_enum", $"Invalid {name}: must be one of {string.Join(", ", allowed)}");
    }

    internal Params? Hash(string name)
    {
        var child = node.Read(name);
        if (child is { HasChildren: false, Value: { Length: > 0 } text })
        {
            throw StripeError.Parameter(child.Path, "parameter_invalid_hash", $"Invalid object: {text}");
        }

        return child is { HasChildren: true } ? new Params(child) : null;
    }

    internal IReadOnlyList<Params> List(string name) => node.Read(name) switch
    {
        null => [],
        { HasChildren: true } list => [.. list.Elements().Select(e => new Params(e))],
        { Value: { Length: > 0 } text } child =>
            throw StripeError.Parameter(child.Path, "parameter_invalid_array", $"Invalid array: {text}"),
        _ => [],
    };

    internal IReadOnlyList<string> Texts(string name) => [.. List(name).Select(e => e.Node.Value ?? "")];

    internal SortedDictionary<string, string> Metadata(string name = "metadata", SortedDictionary<string, string>? onto = null)
    {
        var metadata = onto is null ? new(StringComparer.Ordinal) : new SortedDictionary<string, string>(onto, StringComparer.Ordinal);
        if (node.Read(name) is not { } child)
        {
            return metadata;
        }

        if (!child.HasChildren)
        {
            if (child.Value is { Length: > 0 } text)
            {
                throw StripeError.Parameter(child.Path, "parameter_invalid_hash", $"Invalid object: {text}");
            }

            metadata.Clear();
            return metadata;
        }

        foreach (var key in child.Names)
        {
            var value = child.Read(key)!.Value ?? "";
            if (key.Length > MetadataKeyLength || value.Length > MetadataValueLength)
            {
                throw StripeError.Parameter(
                    child.Path, "parameter_invalid_string_too_long",
                    $"Metadata keys can be up to {MetadataKeyLength} characters long and values up to {MetadataValueLength}: {key}");
            }

            if (value.Length == 0)
            {
                metadata.Remove(key);
            }
            else
            {
                metadata[key] = value;
            }
        }

        return metadata.Count <= MetadataKeys ? metadata : throw StripeError.Parameter(
            child.Path, "parameter_invalid_hash", $"You can have up to {MetadataKeys} metadata keys.");
    }

    internal StripeError Absent(string name)
    {
        var full = node.Path.Length == 0 ? name : $"{node.Path}[{name}]";
        return node.Read(name) is { HasChildren: false, Value: "" }
            ? StripeError.Parameter(
                full, "parameter_invalid_empty",
                $"You passed an empty string for '{full}'. We assume empty values are an attempt to unset a parameter; however '{full}' cannot be unset. You should remove '{full}' from your request or supply a non-empty value.")
            : StripeError.Parameter(full, "parameter_missing", $"Missing required param: {full}.");
    }

    internal void RefuseUnknown()
    {
        if (node.Unread() is { } unknown)
        {
            throw StripeError.Parameter(unknown.Path, "parameter_unknown", $"Received unknown parameter: {unknown.Path}");
        }
    }
}
