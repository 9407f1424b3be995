namespace Charity.Testing;

/// <summary>
/// Something that must hold whatever a test did, such as the books' invariants. Registered in the host's services
/// (<see cref="CharityHost.AddChecks"/>), run when the host is disposed; throws when it does not hold.
/// </summary>
public interface ICheckAfterTest
{
    Task CheckAsync(CharityHost host);
}
