namespace Charity.Sandbox.Hosting;

/// <summary>What the console says once all is ready: where to click, and with what.</summary>
internal static class Greeting
{
    internal static string For(SandboxSetup setup, TimeProvider time)
    {
        _ = time;
        return $"""

              Charity, to try. No real money moves and no mail leaves this machine.

                Give          {setup.AppAddress}
                Look behind   {setup.SandboxAddress}   (mailbox, simulated Stripe, clock)

                Test card     4242 4242 4242 4242, any date to come, any CVC

              Data: {setup.Data.Folder}   Stop with Ctrl+C.

            """;
    }
}
