namespace Charity.Web.Pages.Staff.Account;

/// <summary>Asks for the code of an authenticator app or for a recovery code.</summary>
/// <param name="Page">Address of the page that it is on, which also takes it.</param>
/// <param name="Recovery">Asks for a recovery code.</param>
/// <param name="HasApp">The account has an app, so that one may change over.</param>
/// <param name="ReturnUrl">Where to go afterwards.</param>
/// <param name="Label">Words on the button.</param>
/// <param name="Primary">The main thing to do on the page.</param>
public sealed record CodeForm(string Page, bool Recovery, bool HasApp, string? ReturnUrl, string Label, bool Primary = true)
{
    /// <summary>The page with the other kind of code.</summary>
    public string Other => Page + QueryString.Create("returnUrl", ReturnUrl ?? "/staff") + (Recovery ? "" : "&recovery=true");
}
