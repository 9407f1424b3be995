using Charity.Sandbox.Hosting;

return await SandboxProgram.RunAsync(args);
