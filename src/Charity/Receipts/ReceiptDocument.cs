using Charity.Documents;
using Charity.Donations;
using Charity.Languages;

namespace Charity.Receipts;

/// <summary>What a drawing of a receipt shows beyond its snapshot.</summary>
/// <param name="CheckAddress">Address of its public check page.</param>
/// <param name="TaxId">The donor's number in clear, where the snapshot says that one is printed.</param>
/// <param name="EndedOn">The day in the entity's zone on which it became void or was replaced.</param>
public sealed record ReceiptStanding(ReceiptState State, string CheckAddress, string? TaxId, DateOnly? EndedOn);

/// <summary>
/// Sets a snapshot as a document: a page in the donor's language and, where the country asks for another, the certificate
/// in that. Pure: the same snapshot and standing give the same document. Any change of what it prints, words included, is
/// a new template version with texts and a class of its own, while this one stays for receipts that were issued with it.
/// </summary>
public sealed class ReceiptDocument(Texts texts)
{
    /// <summary>Version of the template below; its texts begin with <c>receipt1.</c></summary>
    public const int Version = 1;

    private const double Gap = 4;

    public Document Compose(ReceiptSnapshot snapshot, ReceiptStanding standing)
    {
        var first = snapshot.Pages[0];
        var T = texts.In(first.Language);
        var blocks = new List<Block>();
        foreach (var page in snapshot.Pages)
        {
            if (blocks.Count > 0)
            {
                blocks.Add(new PageBreak());
            }

            blocks.AddRange(Page(snapshot, standing, page, page == first));
        }

        return new Document(first.Language.Code, $"{first.Title} {snapshot.Number}", first.Issuer, snapshot.IssuedAt, blocks)
        {
            Head = new DocumentHead(
                [first.Issuer, .. first.IssuerAddress.Split('\n'), .. NumberLines(T, snapshot, first)],
                [snapshot.Number, T["receipt1.issued", ("date", snapshot.IssuedOn)]]),
            Foot = new DocumentFoot($"{first.Issuer} · {snapshot.Number}", T["receipt1.page", ("page", "{0}"), ("pages", "{1}")]),
        };
    }

    private List<Block> Page(ReceiptSnapshot snapshot, ReceiptStanding standing, ReceiptPage page, bool isFirst)
    {
        var T = texts.In(page.Language);
        var blocks = new List<Block> { new Heading(isFirst ? 1 : 2, page.Title) };
        AddNotices(blocks, T, snapshot, standing);
        blocks.Add(new BigAmount(T["receipt1.received"], page.Figures, page.Words));
        blocks.Add(new FactList(Facts(T, snapshot, standing, page, isFirst)));
        blocks.Add(new Spacer(Gap));
        blocks.Add(Paragraph.Quiet(page.LegalBasis));
        if (!page.HasForce)
        {
            blocks.Add(Paragraph.Quiet(T["receipt1.copy"]));
        }

        blocks.Add(new AtFoot(new QrCode(
            standing.CheckAddress,
            [Run.Bold(T["receipt1.check"]), "\n" + T["receipt1.check-how"] + "\n", Run.To(new Uri(standing.CheckAddress), standing.CheckAddress)],
            T["receipt1.qr", ("number", snapshot.Number)])));
        return isFirst ? blocks : [.. blocks.Select(block => block with { Language = page.Language.Code })];
    }

    private static void AddNotices(List<Block> blocks, LanguageTexts T, ReceiptSnapshot snapshot, ReceiptStanding standing)
    {
        if (standing is { State: ReceiptState.Void, EndedOn: { } voided })
        {
            blocks.Add(new Notice(NoticeTone.Attention, T["receipt1.void-title"], T["receipt1.void", ("date", voided)]));
        }
        else if (standing is { State: ReceiptState.Replaced, EndedOn: { } replaced })
        {
            blocks.Add(new Notice(NoticeTone.Attention, T["receipt1.replaced-title"], T["receipt1.replaced", ("date", replaced)]));
        }

        if (snapshot.Replaces is { } old)
        {
            blocks.Add(new Notice(NoticeTone.Information, T["receipt1.corrects-title"], T["receipt1.corrects", ("number", old)]));
        }
    }

    private static List<Fact> Facts(LanguageTexts T, ReceiptSnapshot snapshot, ReceiptStanding standing, ReceiptPage page, bool isFirst)
    {
        var facts = new List<Fact>();
        Add(T["receipt1.covered"], page.CoveredFee);
        if (!isFirst)
        {
            // The head in the donor's language stands on the first page; this page must hold by itself.
            Add(T["receipt1.number"], snapshot.Number);
            Add(T["receipt1.issued-on"], DateFormat.Full(snapshot.IssuedOn, page.Language));
        }

        Add(T["receipt1.donor"], Donor(T, snapshot));
        Add(page.TaxIdLabel, page.TaxIdLabel is null ? null : standing.TaxId);
        Add(T["receipt1.purpose"], page.Fund == page.Campaign ? page.Fund : $"{page.Fund}\n{page.Campaign}");
        if (!isFirst)
        {
            Add(T["receipt1.recipient"], $"{page.Issuer}\n{page.IssuerAddress}");
            Add(page.RegistrationLabel ?? T["receipt1.registration"], snapshot.RegistrationNumber);
            Add(page.TaxNumberLabel ?? T["receipt1.tax-number"], snapshot.TaxNumber);
        }

        Add(T["receipt1.register"], snapshot.RegisterUrl);
        if (snapshot.PaidOn != snapshot.ReceivedOn)
        {
            Add(T["receipt1.paid-on"], DateFormat.Full(snapshot.PaidOn, page.Language));
        }

        Add(T["receipt1.received-on"], DateFormat.Full(snapshot.ReceivedOn, page.Language));
        Add(T["receipt1.means"], snapshot.Means == DonationChannel.Stripe ? T["receipt1.card"] : T["receipt1.transfer"]);
        Add(T["receipt1.reference"], snapshot.Reference);
        Add(snapshot.DedicationKind == DedicationKind.InMemoryOf ? T["receipt1.in-memory"] : T["receipt1.in-honour"],
            snapshot.DedicationKind == DedicationKind.None ? null : snapshot.DedicationName);
        Add(T["receipt1.terms"], snapshot.TermsNumber is { } terms ? T["receipt1.version", ("number", terms)] : null);
        Add(T["receipt1.signatory"], snapshot.SignatoryName is null ? null
            : page.SignatoryRole is null ? snapshot.SignatoryName : $"{snapshot.SignatoryName}, {page.SignatoryRole}");
        return facts;

        void Add(string? name, string? value)
        {
            if (name is not null && !string.IsNullOrEmpty(value))
            {
                facts.Add(new Fact(name, value));
            }
        }
    }

    private static string Donor(LanguageTexts T, ReceiptSnapshot snapshot)
    {
        if (snapshot.CompanyName is not { } company)
        {
            return snapshot.DonorName;
        }

        var named = snapshot.CompanyNumber is { } number ? T["receipt1.company", ("name", company), ("number", number)] : company;
        return snapshot.DonorName.Length > 0 ? $"{named}\n{snapshot.DonorName}" : named;
    }

    private static IEnumerable<string> NumberLines(LanguageTexts T, ReceiptSnapshot snapshot, ReceiptPage page)
    {
        yield return $"{page.RegistrationLabel ?? T["receipt1.registration"]}: {snapshot.RegistrationNumber}";
        if (snapshot.TaxNumber is { } tax)
        {
            yield return $"{page.TaxNumberLabel ?? T["receipt1.tax-number"]}: {tax}";
        }
    }
}
