using Charity.Data;
using Charity.Languages;
using Charity.SetUp;
using Charity.Staff;
using Microsoft.AspNetCore.Authorization;

namespace Charity.Web.Pages.Staff.SetUp;

/// <summary>Which of the organisation's own texts are there in which language.</summary>
[Authorize(Policy = StaffPermissions.ViewOrganisation)]
public sealed class LanguagesModel(UseCases useCases) : SetUpPage(useCases)
{
    public IReadOnlyList<ContentLine> Lines { get; private set; } = [];

    public Language Standard { get; private set; } = Language.En;

    /// <summary>The languages of the public site.</summary>
    public IReadOnlyList<Language> Offered { get; private set; } = Language.All;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var found = await UseCases.RunAsync<ReadContents, ReadContents.Outcome>(read => read.RunAsync(cancel), cancel);
        (Report, Lines, Standard, Offered) = (found.Report, found.Lines, found.Default, found.Offered);
    }
}
