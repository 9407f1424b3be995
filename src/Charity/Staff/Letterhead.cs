using Charity.Data;
using Charity.Languages;
using Charity.Organisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Charity.Staff;

/// <summary>Who writes to staff. Before the organisation is entered, the first administrator hears from the site itself.</summary>
public sealed class Letterhead(CharityDb db, IOptions<SiteOptions> site)
{
    /// <param name="Name">In the reader's language.</param>
    /// <param name="Email">Whom to ask; empty where nobody is known yet.</param>
    internal sealed record Head(string Name, string Email);

    internal async Task<Head> InAsync(Language language, CancellationToken cancel)
    {
        var organisation = await db.Organisations.AsNoTracking().SingleOrDefaultAsync(cancel);
        return organisation is null
            ? new Head(new Uri(site.Value.PublicBaseUrl).Host, "")
            : new Head(organisation.Name.In(language, Language.Of(organisation.DefaultLanguage)).Text, organisation.ContactEmail);
    }
}
