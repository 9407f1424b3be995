using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Charity.Data;
using Charity.Languages;
using Charity.Organisation;
using Charity.Web.Commands;
using Charity.Web.Files;
using Charity.Web.Hosting;
using Charity.Web.Look;
using Charity.Web.Pages;
using Charity.Web.Pages.Campaigns;
using Charity.Web.Pages.Give;
using Charity.Web.Pages.Staff.Consents;
using Charity.Web.Pages.Staff.Pictures;
using Charity.Web.Pages.Staff.Work;
using Charity.Web.Pages.Thanks;
using Charity.Web.Webhooks;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.WebEncoders;

namespace Charity.Web;

/// <summary>
/// The web application, for whoever hosts it: the program itself, the sandbox, the tests. The host registers the
/// adapters of its edition; everything else is registered here.
/// </summary>
public static class CharityWeb
{
    /// <summary>Largest body of a form without a file, in bytes.</summary>
    private const int MaxBody = 256 * 1024;

    /// <summary>
    /// For work under way when the process is told to stop: a mail that is being handed over has half a minute, and one
    /// that is cut off there is in doubt. Less than what <c>infra/compose.yaml</c> waits.
    /// </summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(55);

    /// <summary>For the headers of a request to arrive.</summary>
    private static readonly TimeSpan HeaderPatience = TimeSpan.FromSeconds(10);

    /// <summary>For a page: longer than the provider may take, shorter than anyone waits. Files and exports go on.</summary>
    private static readonly TimeSpan PagePatience = TimeSpan.FromSeconds(100);

    public static WebApplicationBuilder AddCharityWeb(this WebApplicationBuilder builder)
    {
        // Whatever the machine's language: every text, date and amount comes from our own tables.
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
        var services = builder.Services;
        // They log the address of every request, and ours hold tokens; and the text of every statement.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning)
            .AddFilter("System.Net.Http.HttpClient", LogLevel.Warning);
        if (builder.Environment.IsProduction())
        {
            builder.Logging.ClearProviders();
            builder.Logging.AddConsole(console => console.FormatterName = CleanJsonFormatter.FormatterName)
                .AddConsoleFormatter<CleanJsonFormatter, ConsoleFormatterOptions>();
        }

        services.Configure<HostOptions>(host => host.ShutdownTimeout = StopPatience);
        services.AddTelemetryExport(builder.Configuration);
        services.AddCharity(builder.Configuration);
        services.AddLanguages(typeof(CharityWeb).Assembly);
        services.AddScoped(provider =>
            provider.GetRequiredService<Texts>().In(provider.GetRequiredService<IHttpContextAccessor>().HttpContext!.Language()));
        services.AddHttpContextAccessor();

        services.AddSettings<LimitOptions>(LimitOptions.Section);
        services.AddSingleton<SiteFacts>();
        services.AddSingleton<WebAssets>();
        services.AddSingleton<SharedFiles>();
        services.AddSingleton<RecentHealth>();
        services.AddSingleton<PublicHealth>();
        services.AddScoped<PageHead>();
        services.AddScoped<Pages.Staff.StaffTime>();
        services.AddScoped<Pages.Staff.Navigation.StaffNavigation>();
        services.AddSingleton<YearFiguresReader>();
        services.AddScoped<CampaignViewReader>();
        services.AddScoped<GiveChoicesReader>();
        services.AddSingleton<FillTime>();
        services.AddSingleton<GaveBefore>();
        services.AddScoped<ThanksReader>();
        services.AddSingleton<Remedies>();
        services.AddScoped<PictureShelf>();
        services.AddScoped<ConsentChoices>();
        services.AddSingleton<Cookies>();
        services.AddSingleton<IConfigureOptions<ForwardedHeadersOptions>, ProxyHeaders>();
        services.AddSingleton<IConfigureOptions<HostFilteringOptions>, KnownHosts>();
        services.AddSingleton<SecurityHeaders>();
        services.Insert(0, ServiceDescriptor.Singleton<IStartupFilter, RefusedHosts>());
        services.AddSingleton<IConfigureOptions<HostFilteringOptions>, RefusedHosts>();
        services.AddSingleton<ErrorReferences>();
        services.AddExceptionHandler<Failures>();
        services.AddSingleton<PageCache>();
        services.AddRequestTimeouts(timeouts => timeouts.DefaultPolicy = new RequestTimeoutPolicy { Timeout = PagePatience, TimeoutStatusCode = StatusCodes.Status504GatewayTimeout });
        services.AddRateLimits();
        services.AddStaffSignIn();
        services.AddAntiforgery();
        // Lax, as a donor comes from a link in a messenger: the cookie of an earlier visit must not be replaced.
        services.AddOptions<AntiforgeryOptions>().Configure<Cookies>((options, cookies) =>
            cookies.Harden(options.Cookie, "form", SameSiteMode.Lax));
        // Otherwise Razor writes every Cyrillic letter as an entity of seven bytes.
        services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.Configure<RouteOptions>(options =>
        {
            options.AppendTrailingSlash = false;
            options.SetParameterPolicy<LanguageConstraint>(LanguageConstraint.Name);
        });
        services.Configure<FormOptions>(options =>
        {
            options.ValueCountLimit = 200;
            options.KeyLengthLimit = 200;
            options.ValueLengthLimit = MaxBody;
        });
        services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBody;
            kestrel.Limits.RequestHeadersTimeout = HeaderPatience;
        });
        services.AddCharityPages();
        services.AddStripeWebhook();
        return builder;
    }

    public static WebApplication UseCharityWeb(this WebApplication app)
    {
        var pages = app.Services.GetRequiredService<PageCache>();
        app.Use(next => http => pages.AnswerAsync(http, next));
        app.UseForwardedHeaders();
        app.UseErrorPages();
        app.UseRouting();
        app.UseMiddleware<OfferedLanguagesOnly>();
        app.UseRequestTimeouts();
        app.Use(next => http => pages.FillAsync(http, next));
        // From here on everything stands inside the cached entry, headers first.
        app.UseMiddleware<SecurityHeadersMiddleware>();
        app.UseMiddleware<ForeignForms>();
        app.UseMiddleware<FormerAddresses>();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRateLimiter();
        app.UseMiddleware<CountedForms>();
        app.MapCharityPages();
        app.MapStripeWebhook();
        return app;
    }

    /// <summary>Checks all settings, then runs until stopped. Gives the exit code: 78 (EX_CONFIG) where a setting is wrong, 1 where the database is not ready.</summary>
    public static async Task<int> RunCharityAsync(this WebApplication app)
    {
        if (SettingsCheck.Faults(app.Services) is { Count: > 0 } faults)
        {
            await Console.Error.WriteLineAsync(SettingsCheck.Report(faults));
            return AdminCommands.WrongSetting;
        }

        if (await app.Services.GetRequiredService<DatabaseStartup>().FaultsAsync(app.Lifetime.ApplicationStopping) is { Count: > 0 } broken)
        {
            await Console.Error.WriteLineAsync("Charity cannot start. " + string.Join(Environment.NewLine, broken));
            return AdminCommands.Refused;
        }

        // Only now: laying the pipeline asks for services that need their settings.
        app.UseCharityWeb();
        app.Lifetime.ApplicationStarted.Register(() => SayWhere(app));
        await app.RunAsync();
        return 0;
    }

    /// <summary>The one line that a newcomer looks for: where the site is, and where to begin while it is empty.</summary>
    private static void SayWhere(WebApplication app)
    {
        var site = app.Services.GetRequiredService<IOptions<SiteOptions>>().Value;
        app.Logger.LogInformation(
            "Charity ({Edition}) serves {Address}; staff sign in at {Staff}, an empty installation is set up at {SetUp}",
            Edition.Name, site.PublicBaseUrl, site.Address("/staff"), site.Address("/staff/set-up"));
    }
}
