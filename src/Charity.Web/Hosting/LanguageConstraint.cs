using System.Globalization;
using Charity.Languages;

namespace Charity.Web.Hosting;

/// <summary>
/// <c>{lang:language}</c> in a route: exactly the code of one of our languages. (A regular expression would also take a
/// code with a line break behind it, since <c>$</c> stands before one too.)
/// </summary>
internal sealed class LanguageConstraint : IRouteConstraint
{
    public const string Name = "language";

    public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
        values.TryGetValue(routeKey, out var value) && Language.TryOf(Convert.ToString(value, CultureInfo.InvariantCulture), out _);
}
