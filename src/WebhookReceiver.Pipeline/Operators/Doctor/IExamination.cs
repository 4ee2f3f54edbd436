namespace WebhookReceiver.Operators;

/// <summary>Checks one part of the service, from inside and without changing anything.</summary>
internal interface IExamination
{
    IAsyncEnumerable<DoctorCheck> ExamineAsync(CancellationToken cancellationToken);
}
