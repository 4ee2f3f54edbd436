using System.Globalization;
using WebhookReceiver.Endpoints;
using WebhookReceiver.Verification;

namespace WebhookReceiver.Operators;

/// <summary>For each endpoint, which proof it demands and whether it receives; for all of them, what was refused.</summary>
internal sealed class EndpointExamination(CallbackEndpoints endpoints, ReceiverCounts counts, TimeProvider clock) : IExamination
{
    public IAsyncEnumerable<DoctorCheck> ExamineAsync(CancellationToken cancellationToken) => Checks().ToAsync(cancellationToken);

    private IEnumerable<DoctorCheck> Checks()
    {
        foreach (var endpoint in endpoints.All)
        {
            // Validation has refused an endpoint without one.
            yield return DoctorCheck.Ok($"Proof of sender: {endpoint.Name}", $"{endpoint.Path} demands {Words(endpoint.Secrets.Proof)}.");

            yield return endpoint.Accepted.Last is { } last
                ? DoctorCheck.Ok($"Receiving: {endpoint.Name}", string.Create(CultureInfo.InvariantCulture, $"{endpoint.Accepted.Count} accepted since the start, the last at {clock.GetUtcNow() - clock.GetElapsedTime(last):u}."))
                : DoctorCheck.NotChecked($"Receiving: {endpoint.Name}", "Nothing was accepted since the start.", "Send a test notification; the overview has a command for it.");
        }

        yield return Refused(counts.Totals);
    }

    private DoctorCheck Refused(ReceiverTotals totals)
    {
        const string Name = "Refused deliveries";

        if (totals.Refused is 0)
        {
            return DoctorCheck.Ok(Name, "None since the start.");
        }

        var reasons = string.Join(", ", counts.Refusals.Select(static one => string.Create(CultureInfo.InvariantCulture, $"{one.Reason} ({one.Count})")));
        var evidence = string.Create(CultureInfo.InvariantCulture, $"{totals.Refused} since the start: {reasons}; {totals.Accepted} were accepted.");

        return totals.Accepted is 0
            ? DoctorCheck.Failed(Name, evidence, "Nothing is accepted: compare the app secret, or the sender's header or password, with the sender's.")
            : DoctorCheck.Warning(Name, evidence, "A few are strangers. If they grow together with the accepted ones, one of several apps has another secret.");
    }

    private static string Words(SenderProof proof) => proof.IsInHead ? $"the header {proof.HeaderName}" : $"a signature in {proof.HeaderName}";
}
