using Charity.Exceptions;

namespace Charity.Web.Pages.Staff.Work;

/// <summary>The colour beside a severity's word.</summary>
internal static class SeverityTone
{
    public static string Of(ExceptionSeverity severity) => severity switch
    {
        ExceptionSeverity.Critical => "bad",
        ExceptionSeverity.Warning => "warm",
        _ => "",
    };
}
