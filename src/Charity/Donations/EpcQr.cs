using System.Text;
using Charity.Accounting;

namespace Charity.Donations;

/// <summary>
/// The text of an EPC QR code, which fills in a SEPA transfer in a bank's app: European Payments Council, "Quick Response
/// Code: Guidelines to enable data capture for the initiation of an SCT" (EPC069-12), version 002, UTF-8. For euro only.
/// </summary>
public static class EpcQr
{
    /// <summary>Bytes that the guidelines allow; drawn at error correction level M, at most version 13.</summary>
    public const int MaxBytes = 331;

    private const int MaxName = 70;
    private const long MaxMinor = 99_999_999_999;

    /// <param name="holder">Name of the account's holder; cut to 70 characters.</param>
    /// <param name="iban">Without spaces, check digits verified.</param>
    /// <param name="bic">May be left out within the EEA.</param>
    /// <param name="creditorReference">ISO 11649, at most 35 characters.</param>
    /// <exception cref="ArgumentException">Not euro, not from 0.01 to 999,999,999.99, or too long.</exception>
    public static string Payload(string holder, string iban, string? bic, Money amount, string creditorReference)
    {
        if (amount.Currency != Currency.Eur || amount.Minor is < 1 or > MaxMinor)
        {
            throw new ArgumentException("An EPC QR code carries 0.01 to 999,999,999.99 euro.", nameof(amount));
        }

        var payload = string.Join(
            '\n',
            "BCD", "002", "1", "SCT", bic ?? "", OneLine(holder), iban, "EUR" + amount.ToPlainText(),
            // Purpose code of ISO 20022: a charity payment.
            "CHAR", creditorReference);
        return Encoding.UTF8.GetByteCount(payload) <= MaxBytes
            ? payload
            : throw new ArgumentException($"The text is longer than {MaxBytes} bytes.", nameof(holder));
    }

    private static string OneLine(string holder)
    {
        var line = holder.ReplaceLineEndings(" ").Trim();
        return line.Length <= MaxName ? line : line[..MaxName].TrimEnd();
    }
}
