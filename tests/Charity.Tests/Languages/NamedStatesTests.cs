using System.Reflection;
using Charity.Campaigns;
using Charity.Data.Approvals;
using Charity.Donations;
using Charity.Exceptions;
using Charity.Languages;
using Charity.Receipts;
using Charity.Staff;
using Xunit;

namespace Charity.Tests.Languages;

/// <summary>
/// Pages name a state by a computed key such as <c>T[$"staff.gift.{status}"]</c>. A new state without its text would be an
/// error page on the day on which the first such row is there, so each is asked for here.
/// </summary>
public sealed class NamedStatesTests
{
    public static TheoryData<string, Type> Named => new()
    {
        { "staff.exception.", typeof(ExceptionKind) },
        { "staff.remedy.means.", typeof(ExceptionKind) },
        { "staff.remedy.do.", typeof(ExceptionKind) },
        { "staff.severity.", typeof(ExceptionSeverity) },
        { "staff.gift.", typeof(DonationStatus) },
        { "staff.channel.", typeof(DonationChannel) },
        { "staff.anonymity.", typeof(Anonymity) },
        { "staff.receipt.", typeof(ReceiptState) },
        { "approval.decision.", typeof(ApprovalDecision) },
        { "campaign.state.", typeof(CampaignStanding) },
        { "staff.invitation.state.", typeof(InvitationState) },
    };

    /// <summary>States in which the page says something else instead.</summary>
    private static readonly HashSet<string> Unsaid = new(StringComparer.Ordinal)
    {
        // Of an open campaign the page shows the days that are left.
        "campaign.state.Active",
        // The form itself.
        "staff.invitation.state.Open",
    };

    [Theory]
    [MemberData(nameof(Named))]
    public void Every_state_has_its_text(string prefix, Type states)
    {
        var keys = Texts.Load(((string[])["Charity", "Charity.Embedded", "Charity.Web", "Charity.Sandbox"]).Select(Assembly.Load))
            .Entries.Select(entry => entry.Key).ToHashSet();
        var missing = Enum.GetNames(states).Select(state => prefix + state).Where(key => !keys.Contains(key) && !Unsaid.Contains(key)).ToList();
        Assert.True(missing.Count == 0, string.Join('\n', missing));
    }

    [Theory]
    [InlineData("staff.role.")]
    [InlineData("staff.language.")]
    public void Every_role_and_language_has_its_text(string prefix)
    {
        var keys = Texts.Load(((string[])["Charity", "Charity.Web"]).Select(Assembly.Load)).Entries.Select(entry => entry.Key).ToHashSet();
        var names = prefix == "staff.role." ? StaffRoles.All : Language.All.Select(language => language.Code);
        Assert.All(names, name => Assert.Contains(prefix + name, keys));
    }
}
