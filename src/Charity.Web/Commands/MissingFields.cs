using System.Collections;
using System.Reflection;
using System.Text.Json;

namespace Charity.Web.Commands;

/// <summary>Fields that a file must have and has not, by their paths. The JSON reader itself leaves them null.</summary>
internal static class MissingFields
{
    public static IEnumerable<string> In(object? value, string path = "")
    {
        if (value is null or string || value.GetType().Namespace != typeof(SetUpFile).Namespace)
        {
            yield break;
        }

        var nullability = new NullabilityInfoContext();
        foreach (var property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var name = path + JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            var inner = property.GetValue(value);
            if (inner is null)
            {
                if (!property.PropertyType.IsValueType && nullability.Create(property).ReadState == NullabilityState.NotNull)
                {
                    yield return name;
                }
            }
            else if (inner is IList list)
            {
                for (var i = 0; i < list.Count; i++)
                {
                    foreach (var missing in In(list[i], $"{name}[{i}]."))
                    {
                        yield return missing;
                    }
                }
            }
            else
            {
                foreach (var missing in In(inner, name + "."))
                {
                    yield return missing;
                }
            }
        }
    }
}
