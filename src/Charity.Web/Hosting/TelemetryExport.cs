#if PRODUCTION_EDITION
using System.Diagnostics;
using Charity.Data;
using Charity.Data.Work;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
#endif

namespace Charity.Web.Hosting;

/// <summary>
/// Sends figures and traces to a collector by OTLP, where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names one; in the Production
/// edition. In both editions they can be watched on the machine itself: <c>dotnet-counters monitor --counters Charity</c>.
/// </summary>
internal static class TelemetryExport
{
    public static IServiceCollection AddTelemetryExport(this IServiceCollection services, IConfiguration configuration)
    {
#if PRODUCTION_EDITION
        if (configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 })
        {
            services.AddHostedService<OtlpExport>();
        }

        return services;
    }

    private sealed class OtlpExport : IHostedService
    {
        private MeterProvider? meters;
        private TracerProvider? traces;

        public Task StartAsync(CancellationToken cancellationToken)
        {
            meters = Sdk.CreateMeterProviderBuilder()
                .ConfigureResource(Name)
                .AddMeter(Measures.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime")
                .AddOtlpExporter()
                .Build();
            traces = Sdk.CreateTracerProviderBuilder()
                .ConfigureResource(Name)
                .AddSource(Measures.Name, "Microsoft.AspNetCore", "System.Net.Http")
                .AddProcessor(new CleanTraces())
                .AddOtlpExporter()
                .Build();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            // What is left is sent, within the exporter's own time limit.
            traces?.Dispose();
            meters?.Dispose();
            return Task.CompletedTask;
        }

        /// <summary>OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES come before it.</summary>
        private static void Name(ResourceBuilder resource)
            => resource.AddService("charity", serviceInstanceId: Environment.MachineName).AddEnvironmentVariableDetector();
    }

    /// <summary>Addresses of ours hold tokens; no trace carries one away.</summary>
    private sealed class CleanTraces : BaseProcessor<Activity>
    {
        public override void OnEnd(Activity data)
        {
            data.DisplayName = Redaction.Hide(data.DisplayName);
            foreach (var (name, value) in data.TagObjects.ToList())
            {
                if (value is string text && Redaction.Hide(text) is var clean && clean != text)
                {
                    data.SetTag(name, clean);
                }
            }
        }
    }
#else
        _ = configuration;
        return services;
    }
#endif
}
