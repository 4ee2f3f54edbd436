using System.Globalization;
using WebhookReceiver.Handlers;

namespace WebhookReceiver.Operators;

/// <summary>Whether anything handles events.</summary>
internal sealed class HandlerExamination(HandlerRegistry handlers) : IExamination
{
    public IAsyncEnumerable<DoctorCheck> ExamineAsync(CancellationToken cancellationToken) => Enumerable.Repeat(
        handlers.Count is 0
            ? DoctorCheck.Warning("Handlers", "None is registered, so events are accepted and nothing is done with them.", "Add one with AddHandler or On.")
            : DoctorCheck.Ok("Handlers", string.Create(CultureInfo.InvariantCulture, $"{handlers.Count} registered.")),
        1).ToAsync(cancellationToken);
}
