using System.IO.Compression;
using System.Net;
using Charity.Testing;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Charity.Web.Tests.Hosting;

public sealed class PageCacheTests
{
    private static Task<WebHost> HostAsync(string path, Func<HttpContext, Task> page) => WebHost.StartAsync(map: app =>
        app.MapGet(path, (RequestDelegate)(http => page(http))).WithMetadata(new PublicCachedAttribute { Seconds = 60 }).AllowAnonymous());

    [Fact]
    public async Task A_hundred_readers_who_come_at_once_wait_for_one_rendering()
    {
        var made = 0;
        var mayGoOn = new TaskCompletionSource();
        await using var host = await HostAsync("/en/slow", async http =>
        {
            Interlocked.Increment(ref made);
            await mayGoOn.Task;
            await http.Response.WriteAsync("the page");
        });
        using var browser = host.Browser();
        var readers = Enumerable.Range(0, 100).Select(_ => browser.GetStringAsync("/en/slow")).ToList();
        mayGoOn.SetResult();
        var pages = await Task.WhenAll(readers);

        Assert.Equal(1, made);
        Assert.All(pages, page => Assert.Equal("the page", page));
    }

    [Fact]
    public async Task A_page_that_was_being_made_when_something_was_taken_down_is_not_kept()
    {
        var shown = "what was taken down";
        var (read, mayGoOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var host = await HostAsync("/en/page", async http =>
        {
            var words = shown;
            read.TrySetResult();
            await mayGoOn.Task;
            await http.Response.WriteAsync(words);
        });
        using var browser = host.Browser();
        var begun = browser.GetStringAsync("/en/page");
        await read.Task;
        shown = "what is left";
        host.Services.GetRequiredService<PageCache>().Clear();
        mayGoOn.SetResult();
        await begun;

        Assert.Equal("what is left", await browser.GetStringAsync("/en/page"));
    }

    [Fact]
    public async Task What_sets_a_cookie_even_in_the_last_moment_is_never_kept()
    {
        var made = 0;
        await using var host = await HostAsync("/en/cookie", http =>
        {
            made++;
            http.Response.OnStarting(() =>
            {
                http.Response.Cookies.Append("who", "you");
                return Task.CompletedTask;
            });
            return http.Response.WriteAsync("x");
        });
        using var browser = host.Browser();
        await browser.GetStringAsync("/en/cookie");
        await browser.GetStringAsync("/en/cookie");

        Assert.Equal(2, made);
    }

    [Fact]
    public async Task A_page_is_packed_for_those_who_take_it_and_plain_for_the_others()
    {
        var text = string.Concat(Enumerable.Repeat("Тепла домівка. ", 400));
        await using var host = await HostAsync("/en/long", http =>
        {
            http.Response.ContentType = "text/html; charset=utf-8";
            return http.Response.WriteAsync(text);
        });
        using var browser = host.Browser();
        foreach (var turn in (string[])["made", "held"])
        {
            using var plain = await browser.GetAsync("/en/long");
            Assert.Empty(plain.Content.Headers.ContentEncoding);
            Assert.Equal(text, await plain.Content.ReadAsStringAsync());
            Assert.Contains("Accept-Encoding", plain.Headers.Vary);

            using var asked = new HttpRequestMessage(HttpMethod.Get, "/en/long") { Headers = { { "Accept-Encoding", "gzip, br" } } };
            using var packed = await browser.SendAsync(asked);
            Assert.Equal(["br"], packed.Content.Headers.ContentEncoding);
            var bytes = await packed.Content.ReadAsByteArrayAsync();
            Assert.True(bytes.Length < 1000, $"{turn}: {bytes.Length} bytes");
            Assert.Equal(bytes.Length, packed.Content.Headers.ContentLength);
            await using var open = new BrotliStream(new MemoryStream(bytes), CompressionMode.Decompress);
            using var reader = new StreamReader(open);
            Assert.Equal(text, await reader.ReadToEndAsync());
        }
    }

    [Fact]
    public async Task A_failure_is_shown_as_one_and_forgotten()
    {
        var fails = true;
        await using var host = await HostAsync("/en/shaky", http =>
            fails ? throw new InvalidOperationException("no") : http.Response.WriteAsync("well again"));
        using var browser = host.Browser();
        using var broken = await browser.GetAsync("/en/shaky");
        Assert.Equal(HttpStatusCode.InternalServerError, broken.StatusCode);
        Assert.Contains("<html lang=\"en\">", await broken.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        fails = false;

        Assert.Equal("well again", await browser.GetStringAsync("/en/shaky"));
    }

    [Fact]
    public async Task Only_reading_is_answered_from_what_is_held()
    {
        await using var host = await HostAsync("/en/page", http => http.Response.WriteAsync("x"));
        using var browser = host.Browser();
        await browser.GetStringAsync("/en/page");
        using var held = await browser.GetAsync("/en/page");
        using var posted = await browser.PostAsync("/en/page", null);

        Assert.NotNull(held.Headers.Age);
        Assert.Equal(HttpStatusCode.NotFound, posted.StatusCode);
        Assert.Null(posted.Headers.Age);
    }

    [Fact]
    public async Task A_reader_who_does_not_take_the_answer_holds_up_nobody_else()
    {
        // More than any buffer between server and reader holds.
        var page = new string('x', 8 * 1024 * 1024);
        await using var host = await HostAsync("/en/large", http => http.Response.WriteAsync(page));
        using var slow = host.Browser();
        using var unread = await slow.GetAsync("/en/large", HttpCompletionOption.ResponseHeadersRead);
        using var browser = host.Browser();

        Assert.Equal(page, await browser.GetStringAsync("/en/large").WaitAsync(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task Another_spelling_of_an_address_is_answered_and_not_kept()
    {
        await using var host = await HostAsync("/en/page", http => http.Response.WriteAsync("x"));
        using var browser = host.Browser();
        foreach (var address in new[] { "/en/Page", "/EN/page", "/en/page/" })
        {
            await browser.GetStringAsync(address);
            using var again = await browser.GetAsync(address);
            Assert.Equal(HttpStatusCode.OK, again.StatusCode);
            Assert.Null(again.Headers.Age);
        }
    }

    [Fact]
    public async Task Invented_addresses_do_not_fill_it()
    {
        await using var host = await HostAsync("/en/any/{**path}", http => http.Response.WriteAsync(new string('x', 100_000)));
        using var browser = host.Browser();
        for (var i = 0; i < 1000; i++)
        {
            await browser.GetStringAsync($"/en/any/{i}");
        }

        // 64 MiB hold the first 671 of them; the rest is served and not kept.
        using var kept = await browser.GetAsync("/en/any/1");
        using var late = await browser.GetAsync("/en/any/999");
        Assert.NotNull(kept.Headers.Age);
        Assert.Null(late.Headers.Age);
    }
}
