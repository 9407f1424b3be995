using System.Net;
using System.Security.Cryptography;
using Charity.Campaigns.Pictures;
using Charity.Data;
using Charity.Data.Audit;
using Charity.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Web.Tests.Files;

public sealed class FileEndpointTests
{
    // A whole PNG of 16 by 16 white pixels.
    private static readonly byte[] Png = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAAAAAA6mKC9AAAAD0lEQVR4nGP4jwYYRrYAAID5/wEokJxdAAAAAElFTkSuQmCC");

    [Fact]
    public async Task A_public_picture_is_served_for_good_and_can_do_nothing()
    {
        await using var host = await WebHost.StartAsync();
        var stored = await StoreAsync(host);
        using var browser = host.Browser();

        using var response = await browser.GetAsync($"/files/{stored}");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("image/png", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(stored, Convert.ToHexStringLower(SHA256.HashData(await response.Content.ReadAsByteArrayAsync())));
        Assert.Equal("public, max-age=31536000, immutable", response.Headers.CacheControl?.ToString()?.Replace(" ,", ",", StringComparison.Ordinal));
        Assert.Equal("default-src 'none'; sandbox", Assert.Single(response.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.False(response.Headers.Contains("Set-Cookie"));

        using var again = new HttpRequestMessage(HttpMethod.Get, $"/files/{stored}");
        again.Headers.IfNoneMatch.Add(response.Headers.ETag!);
        using var unchanged = await browser.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
    }

    [Fact]
    public async Task A_picture_is_in_memory_once_however_many_take_it()
    {
        await using var host = await WebHost.StartAsync();
        var stored = await StoreAsync(host);
        var files = host.Services.GetRequiredService<Charity.Web.Files.SharedFiles>();

        var taken = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => files.ReadAsync(stored, default)));
        Assert.All(taken, content => Assert.Same(taken[0], content));
    }

    [Fact]
    [Trait("Case", "A01")]
    public async Task What_is_stored_and_not_public_is_not_found_by_its_hash()
    {
        await using var host = await WebHost.StartAsync();
        var stored = await StoreAsync(host);
        await using (var db = host.Inner.Db())
        {
            Assert.Equal(1, await db.Files.ExecuteUpdateAsync(set => set.SetProperty(f => f.Public, false)));
        }

        using var browser = host.Browser();
        using var response = await browser.GetAsync($"/files/{stored}");
        Assert.True(response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone, $"{response.StatusCode}");
    }

    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("..%2F..%2Fappsettings.json")]
    [InlineData("ABCDEF")]
    public async Task What_is_not_stored_is_not_found(string name)
    {
        await using var host = await WebHost.StartAsync();
        using var browser = host.Browser();
        using var response = await browser.GetAsync($"/files/{name}");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private static async Task<string> StoreAsync(WebHost host)
    {
        var outcome = await host.Services.GetRequiredService<UseCases>().RunAsync<AddPicture, PictureOutcome>(
            u => u.RunAsync(new([new(Png)], CharityHost.Named("A white square"), ShowsPerson: false, null, Actor.Program("test")), default), default);
        Assert.Empty(outcome.Problems);
        await using var scope = host.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<CharityDb>().PictureFiles.SingleAsync()).Sha256;
    }
}
