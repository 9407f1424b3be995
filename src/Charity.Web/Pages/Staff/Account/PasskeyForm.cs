namespace Charity.Web.Pages.Staff.Account;

/// <summary>A button that makes a passkey or asks for one, shown only where script and browser can.</summary>
/// <param name="Send">Address that takes the answer.</param>
/// <param name="Question">Address that gives the question.</param>
/// <param name="Label">Words on the button.</param>
/// <param name="Making">Makes a new one, with a name; otherwise asks for one that is there.</param>
/// <param name="ReturnUrl">Where to go afterwards.</param>
/// <param name="Name">Proposed name of a new one.</param>
/// <param name="Primary">The main thing to do on the page.</param>
public sealed record PasskeyForm(
    string Send, string Question, string Label, bool Making = false, string? ReturnUrl = null, string Name = "", bool Primary = true);
