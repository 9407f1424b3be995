using Charity.Embedded.Pdf;
using Charity.Testing.Tools;
using Xunit;

namespace Charity.Adapters.Tests.Documents;

public sealed class EmbeddedRendererContractTests(ContractTally<DocumentRendererContract> tally)
    : DocumentRendererContract(new PdfRenderer(), tally), IClassFixture<ContractTally<DocumentRendererContract>>;
