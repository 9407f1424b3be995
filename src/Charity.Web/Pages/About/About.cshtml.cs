using Charity.Campaigns;
using Charity.Data;
using Charity.Languages;
using Charity.Organisation;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Charity.Web.Pages.About;

/// <summary>A legal entity in full.</summary>
/// <param name="TaxNumber">Where it is another than the registration number.</param>
/// <param name="Terms">Number of its terms in force; null where it has none.</param>
public sealed record EntityFacts(
    string Code, LocalizedText Name, LocalizedText Address, string RegistrationNumber, string? RegisterUrl, string? TaxNumber, string? Signatory,
    LocalizedText SignatoryRole, int? Terms, IReadOnlyList<AccountFacts> Accounts);

/// <summary>A bank account that takes gifts.</summary>
public sealed record AccountFacts(string Currency, string Iban, string BankName);

/// <summary>Who we are, which bodies hold the money, where to write and where to complain.</summary>
[AllowAnonymous]
[PublicCached]
public sealed class AboutModel(CharityDb db, SiteFacts facts, CampaignMarkdown markdown, TimeProvider time) : PageModel
{
    public SiteSnapshot Site { get; private set; } = SiteSnapshot.Empty;

    public LocalizedText About { get; private set; } = LocalizedText.Empty;

    public IReadOnlyList<EntityFacts> Entities { get; private set; } = [];

    public TextIn Say(LocalizedText text) => text.In(HttpContext.Language(), Site.DefaultLanguage);

    public IHtmlContent Prose(LocalizedText text) => Look.Prose.Of(markdown, Say(text), HttpContext.Language(), under: 1);

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Site = await facts.GetAsync(cancel);
        About = await db.Organisations.AsNoTracking().Select(o => o.About).SingleOrDefaultAsync(cancel) ?? LocalizedText.Empty;
        var entities = await db.LegalEntities.AsNoTracking().InOrder().ToListAsync(cancel);
        var accounts = await db.BankAccounts.AsNoTracking().Where(a => a.AcceptsDonations).OrderBy(a => a.AccountCode).ToListAsync(cancel);
        var now = time.GetUtcNow().UtcDateTime;
        var terms = await db.Terms.AsNoTracking().Where(t => t.InForceFrom <= now)
            .GroupBy(t => t.LegalEntityId).Select(g => new { Entity = g.Key, Number = g.Max(t => t.Number) })
            .ToDictionaryAsync(t => t.Entity, t => t.Number, cancel);
        Entities = entities.ConvertAll(e => new EntityFacts(
            e.Code, e.Name, e.Address, e.RegistrationNumber, e.RegisterUrl, e.TaxNumber, e.SignatoryName, e.SignatoryRole,
            terms.TryGetValue(e.Id, out var number) ? number : null,
            [.. accounts.Where(a => a.LegalEntityId == e.Id).Select(a => new AccountFacts(a.Currency, a.Iban, a.BankName))]));
    }
}
