namespace Charity.Data.Audit;

/// <summary>Who does something: a member of staff, or a part of the program.</summary>
/// <param name="Id">The staff user's id without hyphens, or <c>program:</c> and the name of a job or command.</param>
/// <param name="Name">As people know it at that moment.</param>
public sealed record Actor(string Id, string Name)
{
    public const int MaxLength = 100;

    /// <summary>A member of staff.</summary>
    public static Actor Staff(Guid id, string name) => new(id.ToString("N"), name.Length <= MaxLength ? name : name[..MaxLength]);

    /// <summary>A job or an administrator's command, which knows no user.</summary>
    public static Actor Program(string name) => new("program:" + name, name);
}
