using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Charity.Sandbox.Stripe.Amounts;

namespace Charity.Sandbox.Stripe.Controls;

/// <summary>A booking of the account's bank: a payout that came in, was debited, or was sent back.</summary>
/// <param name="AmountMinor">Signed, seen from the account holder.</param>
public sealed record BankStatementLine(DateOnly Date, long AmountMinor, string Reference, string Text);

/// <summary>
/// The bank's side of the payouts, as a file to import: CAMT.053 or CSV. The opening balance is everything before.
/// </summary>
public sealed record BankStatement(
    string Iban, string Currency, DateOnly From, DateOnly To, long OpeningMinor, IReadOnlyList<BankStatementLine> Lines)
{
    private const string Counterparty = "STRIPE PAYMENTS EUROPE";

    private static readonly XNamespace Camt = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.02";

    /// <summary>Balance after the last line, minor units.</summary>
    public long ClosingMinor => checked(OpeningMinor + Lines.Sum(l => l.AmountMinor));

    private string Code => Currency.ToUpperInvariant();

    /// <summary>One line each: date, amount, currency, counterparty, reference, text; separated by semicolons.</summary>
    public string ToCsv()
    {
        var text = new StringBuilder("date;amount;currency;counterparty;reference;text\n");
        foreach (var line in Lines)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{Date(line.Date)};{Major(line.AmountMinor)};{Code};{Counterparty};{line.Reference};{line.Text}\n");
        }

        return text.ToString();
    }

    /// <summary>ISO 20022 camt.053.001.02, one statement with opening and closing balance.</summary>
    public string ToCamt053()
    {
        var id = $"SIM-{Iban[^6..]}-{Code}-{Date(From)}-{Date(To)}";
        var made = $"{Date(To)}T23:59:59Z";
        var statement = new XElement(
            Camt + "Stmt",
            Element("Id", id),
            Element("CreDtTm", made),
            new XElement(Camt + "FrToDt", Element("FrDtTm", $"{Date(From)}T00:00:00Z"), Element("ToDtTm", made)),
            new XElement(Camt + "Acct", new XElement(Camt + "Id", Element("IBAN", Iban)), Element("Ccy", Code)),
            Balance("OPBD", OpeningMinor, From),
            Balance("CLBD", ClosingMinor, To),
            Lines.Select(Entry));
        var document = new XElement(
            Camt + "Document",
            new XElement(
                Camt + "BkToCstmrStmt",
                new XElement(Camt + "GrpHdr", Element("MsgId", id), Element("CreDtTm", made)),
                statement));
        return $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{document}\n";
    }

    private XElement Entry(BankStatementLine line) => new(
        Camt + "Ntry",
        Amount(line.AmountMinor),
        Element("CdtDbtInd", line.AmountMinor < 0 ? "DBIT" : "CRDT"),
        Element("Sts", "BOOK"),
        new XElement(Camt + "BookgDt", Element("Dt", Date(line.Date))),
        new XElement(Camt + "ValDt", Element("Dt", Date(line.Date))),
        Element("AcctSvcrRef", line.Reference),
        new XElement(Camt + "BkTxCd", new XElement(Camt + "Prtry", Element("Cd", "TRF"))),
        new XElement(
            Camt + "NtryDtls",
            new XElement(
                Camt + "TxDtls",
                new XElement(Camt + "Refs", Element("EndToEndId", line.Reference)),
                new XElement(Camt + "RltdPties", new XElement(Camt + "Dbtr", Element("Nm", Counterparty))),
                new XElement(Camt + "RmtInf", Element("Ustrd", line.Text)))));

    private XElement Balance(string code, long minor, DateOnly date) => new(
        Camt + "Bal",
        new XElement(Camt + "Tp", new XElement(Camt + "CdOrPrtry", Element("Cd", code))),
        Amount(minor),
        Element("CdtDbtInd", minor < 0 ? "DBIT" : "CRDT"),
        new XElement(Camt + "Dt", Element("Dt", Date(date))));

    private XElement Amount(long minor) => new(Camt + "Amt", new XAttribute("Ccy", Code), Major(Math.Abs(minor)));

    private string Major(long minor) => MinorText.Major(minor, CurrencyRules.Scale(Currency));

    private static XElement Element(string name, string value) => new(Camt + name, value);

    private static string Date(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
