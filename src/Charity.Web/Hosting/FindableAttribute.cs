namespace Charity.Web.Hosting;

/// <summary>
/// A page that nobody may store, since it holds a form with a token of its own for each reader, and that search engines
/// may yet list under its bare address. Pages that may be stored are listed anyway.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class FindableAttribute : Attribute;
