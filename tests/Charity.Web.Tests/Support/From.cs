using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Charity.Web.Tests.Support;

/// <summary>Each request's connection comes from the address that a test gives it.</summary>
internal sealed class From(Func<IPAddress> address) : IStartupFilter
{
    /// <summary>No two requests from one network.</summary>
    public static void Many(IServiceCollection services)
    {
        var number = 0;
        services.AddSingleton<IStartupFilter>(new From(() =>
        {
            var next = Interlocked.Increment(ref number);
            return new IPAddress([10, (byte)(next >> 16), (byte)(next >> 8), (byte)next]);
        }));
    }

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(inner => http =>
        {
            http.Connection.RemoteIpAddress = address();
            return inner(http);
        });
        next(app);
    };
}
