using Charity.Languages;

namespace Charity.Web.Pages.Staff.Work;

/// <summary>Kinds of work and of mails in the reader's words; a kind of another version of the program by its own name.</summary>
internal static class WorkNames
{
    public static string Of(string kind, LanguageTexts T)
        => kind.Replace('.', '-') is var name && T.Has($"work.kind.{name}") ? T[$"work.kind.{name}"] : kind;

    public static string OfMail(string kind, LanguageTexts T)
        => T.Has($"staff.mail-kind.{kind}") ? T[$"staff.mail-kind.{kind}"] : kind;
}
