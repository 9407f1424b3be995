using Charity.Data.Audit;
using Charity.Staff;

namespace Charity.Testing;

public sealed partial class CharityHost
{
    /// <summary>A colleague with an account of these roles, as the audit and requests name them.</summary>
    public async Task<Actor> ColleagueAsync(string name, params string[] roles)
    {
        var made = await RunAsync<CreateStaffUser, CreateStaffUser.Outcome>(
            create => create.RunAsync(new($"{name.ToLowerInvariant()}@charity.example", name, "a river under old bridges", roles), default));
        return made.Errors.Count == 0 ? Actor.Staff(made.Id, name) : throw new InvalidOperationException(string.Join(", ", made.Errors));
    }
}
