using Charity.Data;
using Charity.SetUp;
using Charity.Staff;
using Charity.Web.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Charity.Web.Pages.Staff.SetUp;

/// <summary>What the pages of setting up share: what was found, where to go on, and that changing needs its own permission.</summary>
public abstract class SetUpPage(UseCases useCases) : StaffPage
{
    /// <summary>What was found about this page's step; null on a page that is opened apart from setting up.</summary>
    public SetUpReport? Report { get; protected set; }

    /// <summary>Keys of sentences about a form that was not carried out.</summary>
    public IReadOnlyList<string> Problems { get; private set; } = [];

    /// <summary>Key of a sentence about a form that was carried out.</summary>
    [TempData]
    public string? Said { get; set; }

    public bool MayManage => User.May(StaffPermissions.ManageOrganisation);

    /// <summary>What was sent was not carried out: the person confirms first, and sends it again.</summary>
    public bool ToConfirm { get; private set; }

    protected UseCases UseCases { get; } = useCases;

    /// <summary>The page again with what is wrong; what was typed stands in it.</summary>
    protected PageResult Refuse(params IEnumerable<Enum> problems)
    {
        Problems = [.. problems.Select(problem => problem.ToString()).Distinct()];
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    /// <summary>The page again with what was typed, and a link to confirm.</summary>
    protected PageResult AskToConfirm()
    {
        ToConfirm = true;
        Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }

    protected RedirectResult Done(string address)
    {
        Said = "saved";
        return Redirect(address);
    }
}

/// <summary>Where each step is taken.</summary>
internal static class SetUpSteps
{
    public const string Overview = "/staff/set-up";

    public static string AddressOf(SetUpStep step) => step switch
    {
        SetUpStep.Organisation => "/staff/organisation",
        SetUpStep.Bank => "/staff/organisation/bank",
        _ => $"{Overview}/{step.ToString().ToLowerInvariant()}",
    };

    public static SetUpStep? After(SetUpStep step) => step < SetUpStep.Start ? step + 1 : null;

    public static SetUpStep? Before(SetUpStep step) => step > SetUpStep.Organisation ? step - 1 : null;

    /// <summary>Colour of a level's tag; its word stands beside it.</summary>
    public static string ToneOf(SetUpLevel level) => level switch
    {
        SetUpLevel.Good => "good",
        SetUpLevel.Note => "accent",
        SetUpLevel.Open => "warm",
        _ => "bad",
    };

    public static string IconOf(SetUpLevel level) => level switch
    {
        SetUpLevel.Good => "good",
        SetUpLevel.Note => "info",
        SetUpLevel.Open => "wait",
        _ => "bad",
    };
}
