using Microsoft.Extensions.Hosting;

namespace WebhookReceiver.Operators;

/// <summary>Whether what is configured now would be accepted: a change that is refused leaves the previous settings in force, and would end the next start.</summary>
internal sealed class SettingsExamination(IEnumerable<SettingsSection> sections, SettingsReader settings, IHostEnvironment environment) : IExamination
{
    public IAsyncEnumerable<DoctorCheck> ExamineAsync(CancellationToken cancellationToken) => Checks().ToAsync(cancellationToken);

    private IEnumerable<DoctorCheck> Checks()
    {
        var problems = sections.SelectMany(static section => section.Problems()).ToList();
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
}
