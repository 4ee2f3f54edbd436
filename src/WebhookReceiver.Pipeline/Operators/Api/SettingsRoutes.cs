using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace WebhookReceiver.Operators;

/// <summary><c>/api/settings</c>.</summary>
internal static class SettingsRoutes
{
    public static void Map(RouteGroupBuilder routes)
    {
        routes.WithTags("Settings");
        routes.WithMetadata(new RouteAccess { WorksWithoutInbox = true });

        routes.MapGet("/", static (SettingsReader settings) => Results.Json(settings.Read(), OperatorJson.Default.SettingsList))
            .WithName("listSettings").WithSummary("The settings in force and where each comes from, without secrets")
            .Produces<SettingsList>();
    }
}
