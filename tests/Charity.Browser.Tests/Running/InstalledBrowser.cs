namespace Charity.Browser.Tests.Running;

/// <summary>The Chromium, Chrome or Edge of this machine; nothing is downloaded.</summary>
internal static class InstalledBrowser
{
    private static readonly string[] Names =
        ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "microsoft-edge-stable", "chrome.exe", "msedge.exe"];

    private static readonly string[] ElsewhereInstalled =
    [
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
        @"C:\Program Files\Google\Chrome\Application\chrome.exe",
        @"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ];

    /// <summary>Path of its program, or null where there is none. <c>CHARITY_BROWSER</c> names another one.</summary>
    internal static string? Path { get; } = Find();

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("CHARITY_BROWSER") is { Length: > 0 } chosen)
        {
            return chosen;
        }

        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return Names.SelectMany(name => folders.Select(folder => System.IO.Path.Combine(folder, name)))
            .Concat(ElsewhereInstalled)
            .FirstOrDefault(File.Exists);
    }
}
