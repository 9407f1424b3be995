namespace Charity.Testing.Tools;

/// <summary>Does something once, when it is disposed.</summary>
internal sealed class Undo(Func<Task> undo) : IAsyncDisposable
{
    public async ValueTask DisposeAsync() => await undo();
}
