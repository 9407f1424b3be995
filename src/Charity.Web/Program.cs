using Charity.Embedded;
using Charity.Web;

var builder = WebApplication.CreateBuilder(args);
#if PRODUCTION_EDITION
#error The Production edition has no project in this tree yet.
#else
builder.Services.AddEmbeddedAdapters(builder.Configuration);
#endif
builder.AddCharityWeb();
await using var app = builder.Build();
app.UseCharityWeb();
return await app.RunCharityAsync();
