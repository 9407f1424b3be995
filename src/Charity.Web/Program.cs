using Charity.Web;
using Charity.Web.Commands;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddAdapters(builder.Configuration);
builder.AddCharityWeb();
await using var app = builder.Build();
if (AdminCommands.IsCommand(args))
{
    return await new AdminCommands(app.Services, Console.In, Console.Out).RunAsync(args, CancellationToken.None);
}

return await app.RunCharityAsync();
