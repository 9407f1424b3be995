using System.Security.Claims;
using Charity.Languages;
using Charity.Staff;
using Hangfire;
using Hangfire.Dashboard;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Charity.Production.Jobs;

/// <summary>
/// Hangfire's dashboard under the staff pages: to be seen by those who may see the work, to be acted upon by those who may
/// run jobs. Its pages hold names of jobs and times, never what a job works on.
/// </summary>
internal sealed class JobDashboard(JobStorage storage) : IStaffTool
{
    private const string Prefix = "/staff/jobs";

    /// <summary>Milliseconds between two questions of an open page.</summary>
    private const int AskedEvery = 5000;

    public PathString Path => Prefix;

    public TextKey NameKey => new TextKey("staff.jobs");

    public string Permission => StaffPermissions.ViewWork;

    public IEndpointConventionBuilder Map(IEndpointRouteBuilder endpoints)
    {
        var app = endpoints.CreateApplicationBuilder();
        app.Use(next => http =>
        {
            Prepare(http);
            return next(http);
        });
        app.UsePathBase(Prefix);
        app.UseMiddleware<AspNetCoreDashboardMiddleware>(storage, Options(), DashboardRoutes.Routes, true);
        return endpoints.Map(Prefix + "/{**path}", app.Build()).WithDisplayName("Job dashboard");
    }

    public bool AsksByItself(PathString path) => path.StartsWithSegments(Prefix + "/stats", StringComparison.OrdinalIgnoreCase);

    private static DashboardOptions Options() => new()
    {
        AppPath = "/staff",
        DashboardTitle = "Charity",
        // In place of the default, which lets in every request that seems to come from this machine, as all do behind a proxy.
        Authorization = [],
        AsyncAuthorization = [new StaffOnly()],
        IsReadOnlyFunc = context => !MayRun(context.GetHttpContext().User),
        IgnoreAntiforgeryToken = false,
        DisplayStorageConnectionString = false,
        StatsPollingInterval = AskedEvery,
    };

    /// <summary>The second factor was asked for by the policy that let the user in.</summary>
    private static bool MayRun(ClaimsPrincipal user) => user.HasClaim(StaffClaims.Permission, StaffPermissions.RunJobs);

    /// <summary>
    /// Its pages colour the states of a job by attributes. Attributes only, and only here: scripts stay ours and in files,
    /// and nothing is fetched from elsewhere. (A style sheet that its chart library would write into the page stays
    /// blocked; the same rules come in a file.)
    /// </summary>
    private static void Prepare(HttpContext http)
    {
        var headers = http.Response.Headers;
        var policy = headers.ContentSecurityPolicy.ToString();
        headers.ContentSecurityPolicy = policy + (policy.Length > 0 ? "; " : "") + "style-src-attr 'unsafe-inline'";
        // What the token of every page asks for; anything less would be put right with a warning in the log, each time.
        headers.CacheControl = "no-cache, no-store";
    }

    /// <summary>The policy on the endpoint, asked once more: the dashboard is never open, however it is mapped.</summary>
    private sealed class StaffOnly : IDashboardAsyncAuthorizationFilter
    {
        public async Task<bool> AuthorizeAsync(DashboardContext context)
        {
            var http = context.GetHttpContext();
            var authorization = http.RequestServices.GetRequiredService<IAuthorizationService>();
            return (await authorization.AuthorizeAsync(http.User, StaffPermissions.ViewWork)).Succeeded;
        }
    }
}

/// <summary>What the dashboard does, it does in the name of who is signed in.</summary>
internal sealed class ByHand(IHttpContextAccessor http) : IRecurringJobManagerFactory, IBackgroundJobClientFactory
{
    public IRecurringJobManager GetManager(JobStorage storage) => new RecurringJobManager(storage, new Starter.Factory(Person));

    public IBackgroundJobClient GetClient(JobStorage storage) => new Starter.Client(storage, Person);

    /// <summary>An id: names stay out of job stores and logs.</summary>
    private string Person => http.HttpContext?.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? "unknown";
}
