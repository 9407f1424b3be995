using Charity.Data;
using Charity.Languages;
using Charity.Notifications;
using Charity.Sandbox.Home;
using Charity.Sandbox.Mailbox;
using Charity.Sandbox.Stripe;
using Charity.Web;
using Charity.Web.Look;

namespace Charity.Sandbox.Hosting;

/// <summary>Builds the two web hosts of the sandbox; neither reads any setting from outside.</summary>
internal static class Hosts
{
    /// <summary>The application itself, as in real use, with this sandbox's settings and clock.</summary>
    internal static WebApplication Application(SandboxSetup setup, TimeProvider clock, Readiness readiness, MailWeather weather, MailCatcher? catcher)
    {
        var builder = New(setup, setup.AppAddress, setup.AppSettings(CommitDurability.Full, catcher?.Port), "Charity.Web");
        AddApplication(builder, setup, clock);
        builder.Services.AddSingleton(readiness);
        if (catcher is null)
        {
            var folder = builder.Services.Last(service => service.ServiceType == typeof(IMailTransport)).ImplementationFactory!;
            builder.Services.AddSingleton<IMailTransport>(provider => new WeatheredTransport((IMailTransport)folder(provider), weather));
        }

        HeldServices.HoldBack(builder.Services);
        var app = builder.Build();
        app.UseMiddleware<PreparingPage>();
        UseApplication(app);
        return app;
    }

    /// <summary>The application's pipeline.</summary>
    internal static void UseApplication(WebApplication app) => app.UseCharityWeb();

    /// <summary>Beside it: the simulated Stripe, the mailbox, the page that explains it all.</summary>
    internal static WebApplication Surroundings(SandboxSetup setup, TimeProvider clock, Readiness readiness, MailWeather weather)
    {
        var builder = New(setup, setup.SandboxAddress, new Dictionary<string, string?>(), "Charity.Sandbox");
        builder.Services.AddSingleton(clock);
        builder.Services.AddSingleton(readiness);
        builder.Services.AddSingleton(setup);
        builder.Services.AddSingleton(weather);
        builder.Services.AddSingleton(new MailFolder(setup.Data.Mails));
        builder.Services.AddStripeSimulator(setup.SimulatorOptions());
        HeldServices.HoldBack(builder.Services);
        var app = builder.Build();
        app.UseMiddleware<PreparingPage>();
        app.MapStripeSimulator();
        SandboxLayout.Map(app);
        HomePage.Map(app);
        MailboxPages.Map(app);
        return app;
    }

    /// <summary>What every host of the application gets, also the one that makes the demo data.</summary>
    internal static void AddApplication(WebApplicationBuilder builder, SandboxSetup setup, TimeProvider clock)
    {
        builder.Services.AddSingleton(clock);
        builder.Services.AddAdapters(builder.Configuration);
        builder.AddCharityWeb();
        builder.Services.AddSingleton(Notice(setup));
    }

    internal static WebApplicationBuilder New(
        SandboxSetup setup, string? address, IReadOnlyDictionary<string, string?> settings, string name)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            EnvironmentName = SandboxSetup.Environment,
            ApplicationName = name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(settings);
        // Another site's name must not lead a browser here.
        builder.Configuration["AllowedHosts"] = "localhost;127.0.0.1;[::1]";
        if (address is not null)
        {
            builder.WebHost.UseUrls(address);
        }

        builder.Logging.ClearProviders();
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.Logging.SetMinimumLevel(setup.Arguments.Verbose ? LogLevel.Information : LogLevel.Warning);
        if (!setup.Arguments.Verbose)
        {
            // A save that met another and was run again is no failure; a real one is logged by whoever gave up.
            builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.None);
            // A port that is taken is said in one sentence by the program itself.
            builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        }

        return builder;
    }

    private static SiteNotice Notice(SandboxSetup setup)
    {
        var text = LocalizedText.Empty;
        foreach (var language in Language.All)
        {
            var T = SandboxTexts.In(language);
            text = text.With(language, T["sandbox.notice"]);
        }

        return new SiteNotice(text, setup.SandboxAddress);
    }
}
