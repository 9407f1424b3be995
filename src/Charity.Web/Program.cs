using Charity.Embedded;
using Charity.Web;
using Charity.Web.Commands;

var builder = WebApplication.CreateBuilder(args);
#if PRODUCTION_EDITION
#error The Production edition has no project in this tree yet.
#else
builder.Services.AddEmbeddedAdapters(builder.Configuration);
#endif
builder.AddCharityWeb();
await using var app = builder.Build();
if (AdminCommands.IsCommand(args))
{
    return await new AdminCommands(app.Services, Console.In, Console.Out).RunAsync(args, CancellationToken.None);
}

app.UseCharityWeb();
return await app.RunCharityAsync();
