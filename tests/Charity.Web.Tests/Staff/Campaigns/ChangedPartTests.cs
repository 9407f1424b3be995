using Charity.Web.Pages.Staff.Campaigns;
using Xunit;

namespace Charity.Web.Tests.Staff.Campaigns;

public sealed class ChangedPartTests
{
    [Theory]
    [InlineData("one", "two", "one", "two", false, false)]
    [InlineData("a\n\nb", "a\n\nb\n\nc", "", "c", true, false)]
    [InlineData("a\n\nb\n\nc", "a\n\nb", "c", "", true, false)]
    [InlineData("a\r\nb\r\nc", "a\nB\nc", "b", "B", true, true)]
    [InlineData("b", "a\nb", "", "a", false, true)]
    [InlineData("a\na", "a\na\na", "", "a", true, false)]
    [InlineData("", "a", "", "a", false, false)]
    [InlineData("a", "", "a", "", false, false)]
    public void Only_what_differs_between_two_versions_is_shown(string before, string after, string gone, string come, bool above, bool below)
        => Assert.Equal(new ChangedPart(gone, come, above, below), ChangedPart.Of(before, after));
}
