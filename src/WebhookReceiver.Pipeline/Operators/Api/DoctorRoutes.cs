using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace WebhookReceiver.Operators;

/// <summary><c>/api/doctor</c>.</summary>
internal static class DoctorRoutes
{
    public static void Map(RouteGroupBuilder routes)
    {
        routes.WithTags("Doctor");
        routes.WithMetadata(new RouteAccess { WorksWithoutInbox = true });

        routes.MapGet("/", ExamineAsync).WithName("examine").WithSummary("What can be checked from inside the service, and what must be checked elsewhere")
            .Produces<DoctorReport>();
        routes.MapPost("/disk", MeasureAsync).WithName("measureDisk").WithSummary("Write a file to the folder of the inbox, and report how long a write takes until it is on disk")
            .Produces<DoctorCheck>();
    }

    private static async Task<IResult> ExamineAsync(Doctor doctor, CancellationToken cancellationToken) =>
        Results.Json(await doctor.ExamineAsync(cancellationToken), OperatorJson.Default.DoctorReport);

    private static async Task<IResult> MeasureAsync(DiskMeasurement disk, CancellationToken cancellationToken) =>
        Results.Json(await disk.MeasureAsync(cancellationToken), OperatorJson.Default.DoctorCheck);
}
