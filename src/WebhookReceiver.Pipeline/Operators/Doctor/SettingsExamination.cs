using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WebhookReceiver.Channels;
using WebhookReceiver.Dispatch;
using WebhookReceiver.Endpoints;
using WebhookReceiver.EventLogging;
using WebhookReceiver.Inbox;

namespace WebhookReceiver.Operators;

/// <summary>Whether what is configured now would be accepted: a change that is refused leaves the previous settings in force, and would end the next start.</summary>
internal sealed class SettingsExamination(
    IOptionsFactory<WhatsAppOptions> whatsApp,
    IOptionsFactory<InboxOptions> inbox,
    IOptionsFactory<DeliveryChannelOptions> channel,
    IOptionsFactory<DispatchOptions> dispatch,
    IOptionsFactory<EventLogOptions> eventLog,
    IOptionsFactory<OperationsOptions> operations,
    SettingsReader settings,
    IHostEnvironment environment) : IExamination
{
    public IAsyncEnumerable<DoctorCheck> ExamineAsync(CancellationToken cancellationToken) => Checks().ToAsync(cancellationToken);

    private IEnumerable<DoctorCheck> Checks()
    {
        var problems = new[] { ProblemsOf(whatsApp), ProblemsOf(inbox), ProblemsOf(channel), ProblemsOf(dispatch), ProblemsOf(eventLog), ProblemsOf(operations) }.SelectMany(static one => one).ToList();
        var all = settings.Read().Settings;

        yield return problems.Count is 0
            ? DoctorCheck.Ok("Settings", $"All are valid; {all.Count(static one => one.Value is not null)} are set.")
            : DoctorCheck.Failed("Settings", string.Join(' ', problems), "Correct them: the previous ones are in force, and the next start would fail.");

        if (all.Where(static one => one.IsPending).Select(static one => one.Key).ToList() is { Count: > 0 } pending)
        {
            yield return DoctorCheck.Warning("Changed settings", $"Not in force yet: {string.Join(", ", pending)}.", "Restart the service, or change them back.");
        }

        if (environment.IsDevelopment())
        {
            yield return DoctorCheck.Warning("Environment", "Development: weak secrets are accepted.", "Set ASPNETCORE_ENVIRONMENT to Production where Meta sends.");
        }
    }

    private static IEnumerable<string> ProblemsOf<TOptions>(IOptionsFactory<TOptions> factory)
        where TOptions : class
    {
        try
        {
            factory.Create(Options.DefaultName);
            return [];
        }
        catch (OptionsValidationException exception)
        {
            return exception.Failures;
        }
    }
}
