using Charity.Languages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Charity.Staff;

/// <summary>
/// A tool that an edition brings along for its operators and that is no page of ours. Whoever hosts the pages maps it
/// behind its permission and puts it into the navigation of those who may open it.
/// </summary>
public interface IStaffTool
{
    /// <summary>Where it lives, beneath <c>/staff</c>, without a slash at its end.</summary>
    PathString Path { get; }

    /// <summary>Key of its name among the texts of the staff pages.</summary>
    TextKey NameKey { get; }

    /// <summary>Permission to open it, one of <see cref="StaffPermissions"/>; it may ask for more inside.</summary>
    string Permission { get; }

    /// <summary>Adds its endpoint; the caller puts the policy of <see cref="Permission"/> on it.</summary>
    IEndpointConventionBuilder Map(IEndpointRouteBuilder endpoints);

    /// <summary>
    /// True where an open page of the tool asks by itself every few seconds: such a request must not keep a session alive
    /// that nobody uses.
    /// </summary>
    bool AsksByItself(PathString path);
}
