using Charity.Data;
using Charity.Organisation;
using Charity.Receipts;
using Microsoft.AspNetCore.Mvc;

namespace Charity.Web.Pages.Thanks;

/// <summary>The donor's tax number, asked for after the payment and only where the country's certificate has a place for it.</summary>
public sealed partial class ThanksModel
{
    /// <summary>What is offered; nothing until the receipt stands.</summary>
    public TaxIdOffer TaxIds { get; private set; } = new([], null);

    /// <summary>Kind chosen in the form that is shown again.</summary>
    public TaxIdKind? TypedKind { get; private set; }

    /// <summary>The number as typed, in the form that is shown again.</summary>
    public string? TypedTaxId { get; private set; }

    /// <summary>What is wrong with it; beside the field.</summary>
    public string? TaxIdError { get; private set; }

    public sealed record TaxIdInput(string? Kind, string? Number);

    public async Task<IActionResult> OnPostTaxIdAsync(
        string token, [FromForm(Name = "")] TaxIdInput input, [FromServices] UseCases useCases, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (guesses.TooMany(HttpContext))
        {
            return StatusCode(StatusCodes.Status429TooManyRequests);
        }

        if (await tokens.FindAsync(token, cancel) is not { } id)
        {
            await guesses.MissedAsync(HttpContext, cancel);
            return NotFound();
        }

        // A name of ours, never a number that stands for one.
        var known = Enum.GetNames<TaxIdKind>().Contains(input.Kind, StringComparer.Ordinal);
        var result = known
            ? await useCases.RunAsync<AddTaxId, TaxIdResult>(add => add.RunAsync(new(id, Enum.Parse<TaxIdKind>(input.Kind!), input.Number), cancel), cancel)
            : new TaxIdResult(AddTaxIdOutcome.NotOffered);
        if (result.Outcome is AddTaxIdOutcome.Added or AddTaxIdOutcome.AlreadyAdded)
        {
            return Redirect($"/{T.Language.Code}/thanks/{token}#tax-id");
        }

        await LoadAsync(token, id, cancel);
        (TypedKind, TypedTaxId) = (known ? Enum.Parse<TaxIdKind>(input.Kind!) : null, input.Number);
        TaxIdError = result.Outcome == AddTaxIdOutcome.Wrong ? T[$"tax-id.fault.{result.Fault}"]
            : result.Outcome == AddTaxIdOutcome.AnotherStands ? T["tax-id.another"]
            : T["tax-id.not-offered"];
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }
}
