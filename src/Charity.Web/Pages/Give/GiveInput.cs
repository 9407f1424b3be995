namespace Charity.Web.Pages.Give;

/// <summary>
/// What the give form sends, as typed. Everything is text, so that whatever a person writes can be shown again beside
/// what is wrong with it; no state, fund, fee or receiving entity can come in this way.
/// </summary>
public sealed class GiveInput
{
    /// <summary>Made when the form was rendered: the same attempt is the same gift.</summary>
    public string? Attempt { get; set; }

    /// <summary>When the form was rendered, sealed.</summary>
    public string? Started { get; set; }

    /// <summary>ISO 4217.</summary>
    public string? Currency { get; set; }

    /// <summary>The chosen amount of each currency: minor units, or <see cref="OwnAmountChosen"/>.</summary>
    public Dictionary<string, string?> Preset { get; set; } = [];

    public string? OwnAmount { get; set; }

    /// <summary><c>card</c> or <c>transfer</c>.</summary>
    public string? Means { get; set; }

    public string? Name { get; set; }

    public string? Email { get; set; }

    public bool CoverFee { get; set; }

    /// <summary>Minor units of the estimated fee that stood beside the box; the charge must not surprise anyone.</summary>
    public string? FeeShown { get; set; }

    /// <summary><c>public</c>, <c>initials</c> or <c>hidden</c>.</summary>
    public string? ShowName { get; set; }

    /// <summary><c>none</c>, <c>honour</c> or <c>memory</c>.</summary>
    public string? Dedication { get; set; }

    public string? DedicationName { get; set; }

    public string? Message { get; set; }

    public string? Company { get; set; }

    public string? CompanyNumber { get; set; }

    public bool News { get; set; }

    public bool Terms { get; set; }

    /// <summary>Ids of the versions that the box named, joined by commas.</summary>
    public string? TermsShown { get; set; }

    /// <summary>No person sees this field; whatever fills it in is asked once more.</summary>
    public string? Website { get; set; }

    public const string OwnAmountChosen = "own";
    public const string Card = "card";
    public const string Transfer = "transfer";
}
