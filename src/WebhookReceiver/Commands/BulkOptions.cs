using System.CommandLine;
using WebhookReceiver.Operators;

namespace WebhookReceiver.Commands;

/// <summary>The arguments of a command that acts on one dead letter or on all that match.</summary>
internal sealed class BulkOptions
{
    private readonly Argument<Guid?> id = new("id") { Description = "The id of a dead letter.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<bool> all = new("--all") { Description = "All that match the filters; without a filter, all of them." };
    private readonly Option<bool> dryRun = new("--dry-run") { Description = "Only count what matches." };
    private readonly Option<int> rate = new("--rate") { Description = "How many a second at most; 0 means as fast as possible.", DefaultValueFactory = static _ => JobRequest.DefaultRate };
    private readonly Option<bool> yes = new("--yes") { Description = "Do not ask." };
    private readonly DeadLetterOptions filter = new();

    public void AddTo(Command command)
    {
        command.Arguments.Add(id);
        command.Options.Add(all);
        filter.AddTo(command);
        command.Options.Add(dryRun);
        command.Options.Add(rate);
        command.Options.Add(yes);
        command.Validators.Add(result =>
        {
            var isForMany = result.GetValue(all) || filter.AreGiven(result);

            if (result.GetValue(id) is null != isForMany)
            {
                result.AddError("Give the id of a dead letter, a filter, or --all.");
            }

            if (result.GetValue(rate) < 0)
            {
                result.AddError("--rate must be at least 0.");
            }
        });
    }

    /// <summary>The one dead letter; null when it is about all that match.</summary>
    public Guid? IdIn(ParseResult parsed) => parsed.GetValue(id);

    public bool IsDryRun(ParseResult parsed) => parsed.GetValue(dryRun);

    /// <summary>Whether the user wants no question.</summary>
    public bool IsSure(ParseResult parsed) => parsed.GetValue(yes);

    public JobRequest Read(ParseResult parsed, JobKind kind) => new(kind, filter.Read(parsed), parsed.GetValue(rate));
}
