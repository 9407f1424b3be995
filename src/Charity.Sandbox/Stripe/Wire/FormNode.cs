using System.Globalization;
using System.Text;

namespace Charity.Sandbox.Stripe.Wire;

/// <summary>
/// A form or query in Stripe's notation, <c>a[b][c]=x</c> and <c>list[0][x]=y</c>, as a tree. A node has a value or
/// children. Reading a node marks it; what nobody read is an unknown parameter.
/// </summary>
internal sealed class FormNode(string path)
{
    private const int DeepestNesting = 12;
    private const int MostParameters = 1_000;

    private readonly Dictionary<string, FormNode> children = new(StringComparer.Ordinal);

    internal string Path => path;

    internal string? Value { get; private set; }

    internal bool HasChildren => children.Count > 0;

    internal bool WasRead { get; private set; }

    internal IEnumerable<string> Names => children.Keys;

    /// <exception cref="StripeError">The notation is broken, or there is too much of it.</exception>
    internal static FormNode Parse(string encoded)
    {
        var root = new FormNode("");
        if (encoded.Length == 0)
        {
            return root;
        }

        var pairs = encoded.Split('&', StringSplitOptions.RemoveEmptyEntries);
        if (pairs.Length > MostParameters)
        {
            throw StripeError.Parameter("", "parameter_invalid", $"More than {MostParameters} parameters.");
        }

        foreach (var pair in pairs)
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            var name = Decode(at < 0 ? pair : pair[..at]);
            root.Set(name, at < 0 ? "" : Decode(pair[(at + 1)..]));
        }

        return root;
    }

    internal FormNode? Read(string name)
    {
        var node = children.GetValueOrDefault(name);
        node?.WasRead = true;
        return node;
    }

    internal void ReadAll()
    {
        WasRead = true;
        foreach (var child in children.Values)
        {
            child.ReadAll();
        }
    }

    /// <summary>Elements of a list, in order of their index.</summary>
    internal IEnumerable<FormNode> Elements()
    {
        foreach (var (name, child) in children.OrderBy(c => int.TryParse(c.Key, NumberStyles.None, CultureInfo.InvariantCulture, out var i) ? i : int.MaxValue))
        {
            child.WasRead = true;
            yield return child;
        }
    }

    /// <summary>The first parameter that nobody read, or null.</summary>
    internal FormNode? Unread()
    {
        foreach (var child in children.Values)
        {
            if (!child.WasRead)
            {
                return child;
            }

            if (child.Unread() is { } deeper)
            {
                return deeper;
            }
        }

        return null;
    }

    /// <summary>The tree in one fixed order, so that two requests can be compared.</summary>
    internal void Canonical(StringBuilder text)
    {
        text.Append(path).Append('=').Append(Value).Append('\n');
        foreach (var child in children.OrderBy(c => c.Key, StringComparer.Ordinal))
        {
            child.Value.Canonical(text);
        }
    }

    private void Set(string name, string value)
    {
        var node = this;
        var depth = 0;
        foreach (var part in Parts(name))
        {
            if (++depth > DeepestNesting)
            {
                throw StripeError.Parameter(name, "parameter_invalid", "Parameters are nested too deeply.");
            }

            node = node.Child(part);
        }

        node.Value = value;
    }

    private FormNode Child(string part)
    {
        // "list[]" appends; "list[3]" names its place.
        var key = part.Length == 0 ? children.Count.ToString(CultureInfo.InvariantCulture) : part;
        if (!children.TryGetValue(key, out var child))
        {
            children[key] = child = new FormNode(path.Length == 0 ? key : $"{path}[{key}]");
        }

        return child;
    }

    private static IEnumerable<string> Parts(string name)
    {
        var open = name.IndexOf('[', StringComparison.Ordinal);
        if (open <= 0)
        {
            yield return name;
            yield break;
        }

        yield return name[..open];
        while (open < name.Length)
        {
            var close = name.IndexOf(']', open);
            if (name[open] != '[' || close < 0)
            {
                throw StripeError.Parameter(name, "parameter_invalid", $"Invalid parameter name: {name}");
            }

            yield return name[(open + 1)..close];
            open = close + 1;
        }
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
