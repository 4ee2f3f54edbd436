using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;

namespace WebhookReceiver.Operators;

/// <summary>Runs all examinations. One that fails is a failed check, and the others are still made.</summary>
internal sealed class Doctor(IEnumerable<IExamination> examinations)
{
    public async ValueTask<DoctorReport> ExamineAsync(CancellationToken cancellationToken)
    {
        var checks = new List<DoctorCheck>();

        foreach (var examination in examinations)
        {
            try
            {
                await foreach (var check in examination.ExamineAsync(cancellationToken))
                {
                    checks.Add(check);
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                checks.Add(DoctorCheck.Failed(examination.GetType().Name, $"The check itself failed: {exception.GetType().Name}.", "Look into the log."));
            }
        }

        return new DoctorReport(checks);
    }
}

/// <summary>Registers the examinations, in the order in which a delivery meets what they check.</summary>
internal static class DoctorServices
{
    public static void AddDoctor(this IServiceCollection services)
    {
        services.AddSingleton<Doctor>();
        services.AddSingleton<DiskMeasurement>();
        services.AddSingleton<IExamination, SettingsExamination>();
        services.AddSingleton<IExamination, ListenerExamination>();
        services.AddSingleton<IExamination, CertificateExamination>();
        services.AddSingleton<IExamination, EndpointExamination>();
        services.AddSingleton<IExamination, HealthExamination>();
        services.AddSingleton<IExamination, InboxExamination>();
        services.AddSingleton<IExamination, HandlerExamination>();
        services.AddSingleton<IExamination, ClockExamination>();
    }

    /// <summary>Some examinations wait for nothing.</summary>
    public static async IAsyncEnumerable<DoctorCheck> ToAsync(this IEnumerable<DoctorCheck> checks, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;

        foreach (var check in checks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return check;
        }
    }
}
