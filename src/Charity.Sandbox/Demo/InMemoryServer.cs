using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace Charity.Sandbox.Demo;

/// <summary>
/// A server without a network: what is sent through <see cref="Handler"/> passes the application's whole pipeline, as a
/// request that came in over a socket would.
/// </summary>
internal sealed class InMemoryServer : IServer
{
    private Func<IFeatureCollection, Task>? process;

    public IFeatureCollection Features { get; } = new FeatureCollection();

    /// <summary>A client's end; works once the host is started.</summary>
    internal HttpMessageHandler Handler() => new Pipe(this);

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull
    {
        process = async features =>
        {
            var context = application.CreateContext(features);
            try
            {
                await application.ProcessRequestAsync(context);
                application.DisposeContext(context, null);
            }
            catch (Exception error)
            {
                application.DisposeContext(context, error);
                throw;
            }
        };
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        process = null;
        return Task.CompletedTask;
    }

    public void Dispose()
    {
    }

    private sealed class Pipe(InMemoryServer server) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var process = server.process ?? throw new HttpRequestException("The application is not started.");
            var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
            var answer = new MemoryStream();
            var response = new HttpResponseFeature();
            var features = new FeatureCollection();
            features.Set<IHttpRequestFeature>(RequestOf(request, body));
            features.Set<IHttpResponseFeature>(response);
            features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(answer));
            features.Set<IHttpConnectionFeature>(new HttpConnectionFeature { RemoteIpAddress = IPAddress.Loopback, LocalIpAddress = IPAddress.Loopback });
            await process(features);
            return new HttpResponseMessage((HttpStatusCode)response.StatusCode) { RequestMessage = request, Content = new ByteArrayContent(answer.ToArray()) };
        }

        private static HttpRequestFeature RequestOf(HttpRequestMessage request, byte[] body)
        {
            var address = request.RequestUri!;
            var feature = new HttpRequestFeature
            {
                Method = request.Method.Method,
                Protocol = "HTTP/1.1",
                Scheme = address.Scheme,
                Path = Uri.UnescapeDataString(address.AbsolutePath),
                QueryString = address.Query,
                RawTarget = address.PathAndQuery,
                Body = new MemoryStream(body, writable: false),
            };
            feature.Headers.Host = address.Authority;
            feature.Headers.ContentLength = body.Length;
            foreach (var (name, values) in request.Headers.Concat(request.Content?.Headers.AsEnumerable() ?? []))
            {
                feature.Headers[name] = values.ToArray();
            }

            return feature;
        }
    }
}
