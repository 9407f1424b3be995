using Charity.Data.Work.Running;
using Xunit;

namespace Charity.Tests.Data.Work;

public sealed class BatchPaceTests
{
    private readonly BatchPace pace = new();

    [Fact]
    public void A_first_batch_is_of_middle_size_and_never_larger_than_the_handler_takes()
    {
        Assert.Equal(BatchPace.First, pace.Next(8, 250));
        Assert.Equal(32, pace.Next(8, 32));
        Assert.Equal(1, pace.Next(8, 1));
    }

    [Fact]
    public void A_quick_provider_fills_the_batch()
    {
        pace.Took(100, TimeSpan.FromMilliseconds(200));
        Assert.Equal(250, pace.Next(8, 250));
        pace.Took(250, TimeSpan.Zero);
        Assert.Equal(250, pace.Next(8, 250));
    }

    [Fact]
    public void A_slow_provider_gets_batches_of_a_second()
    {
        pace.Took(100, TimeSpan.FromSeconds(2.5));
        Assert.Equal(40, pace.Next(8, 250));
    }

    [Fact]
    public void However_slow_as_many_as_gather_side_by_side_go_together()
    {
        pace.Took(8, TimeSpan.FromMinutes(4));
        Assert.Equal(8, pace.Next(8, 250));
        pace.Took(8, TimeSpan.FromMilliseconds(200));
        Assert.Equal(40, pace.Next(8, 250));
    }
}
