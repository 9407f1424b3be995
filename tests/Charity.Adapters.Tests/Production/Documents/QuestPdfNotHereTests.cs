using Charity.Adapters.Tests.Documents;
using Charity.Production.Documents;
using Charity.Testing.Tools;
using Xunit;

namespace Charity.Adapters.Tests.Production.Documents;

/// <summary>
/// Stands in for the renderer's contract where the package brings no native library for this machine: its count of cases
/// is printed as 'not run', and this says why.
/// </summary>
public sealed class QuestPdfNotHereTests(ContractTally<DocumentRendererContract> tally) : IClassFixture<ContractTally<DocumentRendererContract>>
{
    [Fact]
    public void The_contract_is_not_run_because_the_native_library_is_not_here()
    {
        Assert.NotNull(tally);
        Assert.NotNull(QuestPdfEngine.WhyNotHere);
        Console.WriteLine("DocumentRendererContract, adapter QuestPDF: not run, 0 cases: QuestPDF's native library is not here");
    }
}
