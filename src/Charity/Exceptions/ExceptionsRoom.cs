using Charity.Data.Approvals;
using Microsoft.Extensions.DependencyInjection;

namespace Charity.Exceptions;

/// <summary>
/// Exceptions: what the program cannot decide and a person must look at. Every room may raise a finding; no row here
/// closes by itself. Calls no other room.
/// </summary>
public static class ExceptionsRoom
{
    public static IServiceCollection AddExceptions(this IServiceCollection services)
        => services
            .AddScoped<ExceptionLog>()
            .AddScoped<Causes>()
            .AddScoped<TendException>()
            .AddScoped<CloseException>()
            .AddApprovalHandler<CloseGraveHandler, CloseGrave>();
}
