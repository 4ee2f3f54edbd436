using System.CommandLine;
using WebhookReceiver.Commands.Output;

namespace WebhookReceiver.Commands.Register;

/// <summary><c>register meta|account|number|360dialog|on-premises|show</c>: makes the services that send notifications send them to this one.</summary>
internal static class RegisterCommands
{
    public static Command Build(string name, Func<IConfiguration> settings, CommandOutput output)
    {
        var register = new RegisterOutput(settings, output);

        return new Command(name, "Register the callback URL where notifications come from. Example: register meta --url https://hooks.example.com --dry-run")
        {
            new MetaCommand(register).Build(),
            new AccountCommand(register).Build(),
            new NumberCommand(register).Build(),
            new D360Command(register).Build(),
            new OnPremisesCommand(register).Build(),
            new ShowCommand(register).Build(),
        };
    }
}
