using System.Globalization;
using Charity.Accounting;
using Charity.Campaigns;
using Charity.Documents;
using Charity.Donors;
using Charity.Languages;
using Charity.Payments;

namespace Charity.Donations;

/// <summary>A form whose words are clean and whose amount is final.</summary>
internal sealed record CheckedForm(
    GiftForm Form, Money Total, Money CoveredFee, string Name, string Email, string? CompanyName, string? CompanyNumber,
    string? DedicationName, string? Message);

/// <summary>Checks everything of a form that needs no database. Names every fault at once.</summary>
internal static class GiftFormCheck
{
    public const int MaxName = 500;
    public const int MaxCompanyNumber = 32;
    public const int MaxDedication = 200;
    public const int MaxMessage = 1000;

    /// <summary>Largest transfer that is announced here, in minor units: what an EPC QR code can carry (999,999,999.99).</summary>
    public const long MaxTransferMinor = 99_999_999_999;

    /// <returns>The cleaned form, or null when there are faults.</returns>
    public static CheckedForm? Run(GiftForm form, GiftMeans means, FeeEstimates fees, List<GiftFault> faults)
    {
        When(!GiftForm.IsAttempt(form.Attempt), GiftProblem.AttemptInvalid);
        var name = Text(form.Name, MaxName, GiftProblem.NameTooLong, GiftProblem.NameUnprintable);
        When(name is null && !faults.Exists(f => f.Problem == GiftProblem.NameTooLong), GiftProblem.NameMissing);
        var company = Text(form.CompanyName, MaxName, GiftProblem.CompanyTooLong, GiftProblem.CompanyUnprintable);
        var companyNumber = Text(form.CompanyNumber, MaxCompanyNumber, GiftProblem.CompanyTooLong, GiftProblem.CompanyUnprintable);
        var dedication = form.DedicationKind == DedicationKind.None
            ? null
            : Text(form.DedicationName, MaxDedication, GiftProblem.DedicationTooLong, null);
        When(form.DedicationKind != DedicationKind.None && string.IsNullOrWhiteSpace(form.DedicationName), GiftProblem.DedicationMissing);
        var message = TypedText.Lines(form.Message);
        When(message?.Length > MaxMessage, GiftProblem.MessageTooLong);
        When(!EmailAddress.TryParse(form.Email, out var email), GiftProblem.EmailInvalid);

        var total = form.CoverFee && means == GiftMeans.Card && IsSane(form.Amount) ? fees.GrossUp(form.Amount) : form.Amount;
        CheckAmount(total, means, faults);
        return faults.Count == 0
            ? new CheckedForm(form, total, total - form.Amount, name!, email!, company, companyNumber, dedication, message)
            : null;

        void When(bool found, GiftProblem problem)
        {
            if (found)
            {
                faults.Add(new GiftFault(problem));
            }
        }

        string? Text(string? typed, int max, GiftProblem tooLong, GiftProblem? unprintable)
        {
            var clean = TypedText.Line(typed);
            if (clean?.Length > max)
            {
                faults.Add(new GiftFault(tooLong, max.ToString(CultureInfo.InvariantCulture)));
                return null;
            }

            if (unprintable is { } problem && PrintableText.Missing(clean) is { Count: > 0 } missing)
            {
                faults.Add(new GiftFault(problem, string.Join(' ', missing)));
            }

            return clean;
        }
    }

    /// <summary>An amount that arithmetic can be done with; the limits proper follow.</summary>
    private static bool IsSane(Money amount) => amount.Minor is > 0 and <= MaxTransferMinor;

    private static void CheckAmount(Money total, GiftMeans means, List<GiftFault> faults)
    {
        if (means == GiftMeans.Transfer)
        {
            if (!IsSane(total))
            {
                faults.Add(new GiftFault(total.IsPositive ? GiftProblem.AmountTooLarge : GiftProblem.AmountTooSmall));
            }

            return;
        }

        var limit = ChargeLimits.For(total.Currency);
        var fault = ChargeLimits.Check(total) switch
        {
            ChargeOutcome.Allowed => null,
            ChargeOutcome.CurrencyNotSupported => new GiftFault(GiftProblem.CurrencyNotOffered),
            ChargeOutcome.BelowMinimum => new GiftFault(GiftProblem.AmountTooSmall, limit?.Minimum.ToString(CultureInfo.InvariantCulture)),
            ChargeOutcome.AboveMaximum => new GiftFault(GiftProblem.AmountTooLarge, limit?.Maximum.ToString(CultureInfo.InvariantCulture)),
            ChargeOutcome.NotAMultiple => new GiftFault(GiftProblem.AmountTooFine, limit?.Step.ToString(CultureInfo.InvariantCulture)),
            var other => throw new ArgumentOutOfRangeException(nameof(total), other, null),
        };
        if (fault is not null)
        {
            faults.Add(fault);
        }
    }
}
