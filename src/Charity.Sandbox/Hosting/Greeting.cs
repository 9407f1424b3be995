using Charity.Staff;

namespace Charity.Sandbox.Hosting;

/// <summary>What the console says once all is ready: where to click, and with what.</summary>
internal static class Greeting
{
    internal static string For(SandboxSetup setup, DateTimeOffset now) => $"""

          Charity, to try. No real money moves and no mail leaves this machine.

            {(setup.Arguments.Empty ? "Set up      " : "Give        ")}  {setup.AppAddress}{(setup.Arguments.Empty ? "/staff/set-up" : "")}
            Staff         {setup.AppAddress}/staff
            Look behind   {setup.SandboxAddress}   (mailbox, simulated Stripe, clock)

            Test card     4242 4242 4242 4242, any date to come, any CVC

            Staff e-mail  {SandboxSecrets.StaffEmail}
            Password      {setup.Secrets.StaffPassword}
            Code now      {Totp.Code(setup.Secrets.StaffTotpKey, Totp.StepAt(now))}   (always fresh at {setup.SandboxAddress}/staff-code; secret {setup.Secrets.StaffTotpKey}){(setup.Arguments.Empty ? "" : Colleagues)}

          Data: {setup.Data.Folder}   Stop with Ctrl+C.

        """;

    private const string Colleagues = $"""


            Colleagues    {SandboxSecrets.SecondEmail} (agrees as a second person), {SandboxSecrets.EditorEmail} (writes campaigns);
                          they sign in with the same password and code
        """;
}
