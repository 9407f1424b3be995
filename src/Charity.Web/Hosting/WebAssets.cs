using System.Collections.Frozen;
using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Charity.Web.Hosting;

/// <summary>
/// Style sheets, scripts, fonts and pictures of the program itself. They are embedded in the assembly, so that every
/// host (the site, the sandbox, a test) serves the same ones, and their address holds a hash of them all, so that a
/// browser may keep them for good and never mixes two versions.
/// </summary>
public sealed class WebAssets
{
    private const string Prefix = "wwwroot/";
    private const string Forever = "public, max-age=31536000, immutable";

    private readonly FrozenDictionary<string, Asset> _assets;

    public WebAssets()
        : this(typeof(WebAssets).Assembly)
    {
    }

    internal WebAssets(Assembly assembly)
    {
        var assets = new SortedDictionary<string, Asset>(StringComparer.Ordinal);
        foreach (var resource in assembly.GetManifestResourceNames())
        {
            // Resource names carry the separators of the machine that built them.
            var name = resource.Replace('\\', '/');
            if (name.StartsWith(Prefix, StringComparison.Ordinal))
            {
                assets.Add(name[Prefix.Length..], Asset.Read(assembly, resource));
            }
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, asset) in assets)
        {
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes(name));
            hash.AppendData(asset.Content);
        }

        Version = Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 6));
        _assets = assets.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Changes with any of the files.</summary>
    public string Version { get; }

    /// <summary>Names of all files, such as <c>css/site.css</c>.</summary>
    public IEnumerable<string> Names => _assets.Keys;

    /// <summary>The address of a file.</summary>
    /// <exception cref="ArgumentException">There is no such file: a mistake in a page.</exception>
    public string this[string name] => _assets.ContainsKey(name)
        ? $"/assets/{Version}/{name}"
        : throw new ArgumentException($"There is no asset '{name}'.", nameof(name));

    internal void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/assets/{version}/{**name}", [HttpMethods.Get, HttpMethods.Head], Serve).AllowAnonymous();
        routes.MapGet("/favicon.ico", () => Results.Redirect(this["img/icon.svg"])).AllowAnonymous();
    }

    private IResult Serve(string version, string name, HttpContext http)
    {
        if (!_assets.TryGetValue(name, out var asset))
        {
            return Results.NotFound();
        }

        // A page made by the version before asks with its old hash: it gets today's file, to be asked for again.
        http.Response.Headers.CacheControl = version == Version ? Forever : "no-cache";
        http.Response.Headers.Vary = HeaderNames.AcceptEncoding;
        var packed = asset.Packed is not null && Brotli.IsTakenBy(http.Request.Headers.AcceptEncoding.ToString());
        if (packed)
        {
            http.Response.Headers.ContentEncoding = Brotli.Encoding;
        }

        return Results.Bytes(packed ? asset.Packed! : asset.Content, asset.MediaType);
    }

    private sealed record Asset(byte[] Content, byte[]? Packed, string MediaType)
    {
        public static Asset Read(Assembly assembly, string resource)
        {
            using var stream = assembly.GetManifestResourceStream(resource)!;
            using var buffer = new MemoryStream();
            stream.CopyTo(buffer);
            var content = buffer.ToArray();
            var (mediaType, text) = TypeOf(Path.GetExtension(resource));
            return new(content, text ? Brotli.Pack(content, CompressionLevel.SmallestSize) : null, mediaType);
        }

        private static (string MediaType, bool Text) TypeOf(string extension) => extension switch
        {
            ".css" => ("text/css; charset=utf-8", true),
            ".js" => ("text/javascript; charset=utf-8", true),
            ".svg" => ("image/svg+xml", true),
            ".woff2" => ("font/woff2", false),
            ".png" => ("image/png", false),
            ".jpg" => ("image/jpeg", false),
            ".txt" => ("text/plain; charset=utf-8", true),
            _ => throw new InvalidOperationException($"No media type is known for a file that ends with '{extension}'."),
        };
    }
}
