using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Charity.Web.Tests.Support;

/// <summary>An answer and the page in it.</summary>
public sealed record Page(HttpStatusCode Status, IHtmlDocument Document, HttpResponseMessage Response)
{
    public string Text => string.Join(' ', (Document.Body?.TextContent ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    public string? Location => Response.Headers.Location?.OriginalString;

    /// <summary>The sentences beside the fields.</summary>
    public IReadOnlyList<string> Errors => [.. Document.QuerySelectorAll(".error").Select(e => e.TextContent.Trim())];

    /// <summary>What a browser would send of a form that nobody touched: checked boxes, fields, hidden ones.</summary>
    public Dictionary<string, string> FormData(string selector = "form")
    {
        var form = Document.QuerySelector(selector) as IHtmlFormElement ?? throw new InvalidOperationException($"No form '{selector}' in: {Text}");
        var data = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var element in form.QuerySelectorAll("input, textarea, select"))
        {
            if (element.GetAttribute("name") is not { Length: > 0 } name)
            {
                continue;
            }

            switch (element)
            {
                case IHtmlInputElement { Type: "radio" or "checkbox" } choice when choice.IsChecked:
                    data[name] = choice.Value;
                    break;
                case IHtmlInputElement { Type: "radio" or "checkbox" }:
                    break;
                case IHtmlInputElement input:
                    data[name] = input.Value;
                    break;
                case IHtmlTextAreaElement area:
                    data[name] = area.Value;
                    break;
                default:
                    break;
            }
        }

        return data;
    }
}

/// <summary>Goes to pages and posts their forms as a browser would.</summary>
public static class Surfing
{
    private static readonly HtmlParser Parser = new();

    public static async Task<Page> GoAsync(this HttpClient browser, string address) => await ReadAsync(await browser.GetAsync(address));

    public static async Task<Page> SendPageAsync(this HttpClient browser, HttpRequestMessage request) => await ReadAsync(await browser.SendAsync(request));

    /// <summary>Sends the page's form with these changes; null takes a value out.</summary>
    public static async Task<Page> SubmitAsync(this HttpClient browser, string address, Page page, params (string Name, string? Value)[] changes)
    {
        var data = page.FormData("form[method=post]");
        foreach (var (name, value) in changes)
        {
            if (value is null)
            {
                data.Remove(name);
            }
            else
            {
                data[name] = value;
            }
        }

        return await browser.PostAsync(address, data);
    }

    public static async Task<Page> PostAsync(this HttpClient browser, string address, IReadOnlyDictionary<string, string> data)
    {
        using var content = new FormUrlEncodedContent(data);
        return await ReadAsync(await browser.PostAsync(address, content));
    }

    private static async Task<Page> ReadAsync(HttpResponseMessage response) =>
        new(response.StatusCode, await Parser.ParseDocumentAsync(await response.Content.ReadAsStringAsync()), response);
}
