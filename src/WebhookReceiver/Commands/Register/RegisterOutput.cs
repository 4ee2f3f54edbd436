using System.CommandLine;
using WebhookReceiver.Commands.Output;

namespace WebhookReceiver.Commands.Register;

/// <summary>What the verbs of <c>register</c> have in common: the settings, the wait for the service, and the answer.</summary>
internal sealed class RegisterOutput(Func<IConfiguration> settings, CommandOutput output)
{
    public RegisterRun Begin(bool isDryRun) => new(settings(), isDryRun);

    public int Plan(ParseResult parsed, params IEnumerable<RemoteRequest> requests)
    {
        output.Write(parsed, DryRun.Of(requests), RegisterJson.Default.DryRun, DryRun.Write);
        return ExitCode.Fine;
    }

    public Task UntilAnsweringAsync(ParseResult parsed, RegisterRun run, Uri callback, Secret? verifyToken, CancellationToken cancellationToken) =>
        output.WhileAsync(parsed, $"Waiting for {callback.Authority} to answer", async () =>
        {
            await new OwnHandshake(run.Remote, TimeProvider.System).WaitAsync(callback, verifyToken, run.Patience, cancellationToken);
            return true;
        });

    public async Task<int> ReportAsync(ParseResult parsed, string what, Func<Task<Registration>> work)
    {
        var registration = await output.WhileAsync(parsed, what, work);
        output.Write(parsed, registration, RegisterJson.Default.Registration, Registration.Write);
        return registration.ExitCode;
    }

    public async Task<RegisteredItems> ListAsync(ParseResult parsed, Func<Task<RegisteredItems>> work)
    {
        var items = await output.WhileAsync(parsed, "Reading what is registered", work);
        output.Write(parsed, items, RegisterJson.Default.RegisteredItems, RegisteredItems.Write);
        return items;
    }
}
