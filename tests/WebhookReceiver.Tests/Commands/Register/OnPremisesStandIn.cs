using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace WebhookReceiver.Tests.Commands.Register;

/// <summary>The administration API of an On-Premises API client.</summary>
internal sealed class OnPremisesStandIn : StandIn
{
    public const string UserName = "admin";
    public const string Password = "scenario Pässword+/0123456789";
    public const string LoginToken = "eyJzY2VuYXJpb0xvZ2luVG9rZW4wMTIzNDU2Nzg5";
    public const string ConfiguredToken = "scenarioConfiguredToken0123456789";

    /// <summary>The application settings, as they were sent.</summary>
    public JsonElement? Application { get; set; }

    /// <summary>Whether it knows how to log out.</summary>
    public bool HasLogout { get; set; } = true;

    /// <summary>Whether the token of the login is valid.</summary>
    public bool IsLoggedIn { get; private set; }

    protected override Task<IResult> AnswerAsync(StandInCall call) => Task.FromResult(call.Line is "POST /v1/users/login" ? Login(call) : Answer(call));

    private static IResult Refused(string details) =>
        StandInAnswers.Status(401, new { meta = new { api_status = "stable", version = "2.53" }, errors = new[] { new { code = 1005, title = "Access denied", details } } });

    private IResult Login(StandInCall call)
    {
        var expected = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{UserName}:{Password}"));

        if (call.Headers.Authorization != $"Basic {expected}")
        {
            return Refused($"Invalid credentials {call.Headers.Authorization}");
        }

        IsLoggedIn = true;
        return Results.Json(new { users = new[] { new { token = LoginToken, expires_after = "2026-12-04 15:29:26+00:00" } }, meta = new { api_status = "stable", version = "2.53" } });
    }

    private IResult Answer(StandInCall call)
    {
        if (!(BearerOf(call) is ConfiguredToken || (BearerOf(call) is LoginToken && IsLoggedIn)))
        {
            return Refused($"Invalid token {BearerOf(call)}");
        }

        switch (call.Line)
        {
            case "PATCH /v1/settings/application":
                Application = call.Json;
                return Results.Json(new { meta = new { api_status = "stable", version = "2.53" } });
            case "GET /v1/settings/application":
                return Results.Json(new { settings = new { application = Application }, meta = new { api_status = "stable", version = "2.53" } });
            case "POST /v1/users/logout" when HasLogout:
                IsLoggedIn = false;
                return Results.Json(new { meta = new { api_status = "stable", version = "2.53" } });
            default:
                return StandInAnswers.Status(404, new { errors = new[] { new { code = 1006, title = "Not found", details = "no such path" } } });
        }
    }
}
