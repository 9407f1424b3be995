namespace Charity.Staff;

/// <summary>What a browser is called by people, from how it introduces itself. Not proof of anything: a browser may say what it likes.</summary>
/// <param name="Browser">Null where it is none that we know.</param>
/// <param name="System">Null where it is none that we know.</param>
public sealed record DeviceName(string? Browser, string? System)
{
    /// <summary>Browsers by their word, the special before the general: nearly all call themselves Safari, and Edge calls itself Chrome.</summary>
    private static readonly (string Token, string Name)[] Browsers =
    [
        ("Edg/", "Edge"), ("EdgA/", "Edge"), ("EdgiOS/", "Edge"), ("OPR/", "Opera"), ("Vivaldi/", "Vivaldi"), ("YaBrowser/", "Yandex"),
        ("SamsungBrowser/", "Samsung Internet"), ("DuckDuckGo/", "DuckDuckGo"), ("FxiOS/", "Firefox"), ("Firefox/", "Firefox"), ("CriOS/", "Chrome"),
        ("HeadlessChrome/", "Chrome"), ("Chrome/", "Chrome"), ("Version/", "Safari"),
    ];

    /// <summary>Systems by their word; Android calls itself Linux as well, and an iPhone Mac OS X.</summary>
    private static readonly (string Token, string Name)[] Systems =
    [
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("CrOS", "ChromeOS"), ("Macintosh", "macOS"),
        ("Linux", "Linux"),
    ];

    public static DeviceName Of(string userAgent) => new(Find(Browsers, userAgent), Find(Systems, userAgent));

    /// <summary>Such as <c>Firefox · Windows</c>; empty where nothing is known.</summary>
    public override string ToString() => string.Join(" · ", new[] { Browser, System }.OfType<string>());

    private static string? Find((string Token, string Name)[] table, string userAgent)
        => Array.Find(table, row => userAgent.Contains(row.Token, StringComparison.Ordinal)).Name;
}
