using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace WebhookReceiver.Tests.Commands.Register;

/// <summary>360dialog's API for webhooks.</summary>
internal sealed class D360StandIn : StandIn
{
    public const string ApiKey = "d360ScenarioApiKey0123456789";

    /// <summary>The webhook of the number, as it was sent.</summary>
    public JsonElement? Number { get; set; }

    /// <summary>The webhook of the account.</summary>
    public JsonElement? Account { get; private set; }

    protected override Task<IResult> AnswerAsync(StandInCall call) => Task.FromResult(Answer(call));

    private IResult Answer(StandInCall call)
    {
        if (call.Headers["D360-API-KEY"] != ApiKey)
        {
            return StandInAnswers.Status(401, new { meta = new { httpCode = 401, developerMessage = $"Invalid api key {call.Headers["D360-API-KEY"]}", success = false } });
        }

        switch (call.Line)
        {
            case "POST /v1/configs/webhook":
                Number = call.Json;
                return Results.Json(Number);
            case "GET /v1/configs/webhook":
                return Number is { } number ? Results.Json(number) : Results.Json(new { url = string.Empty });
            case "POST /waba_webhook":
                Account = call.Json;
                return Results.StatusCode(204);
            default:
                return StandInAnswers.Status(404, new { meta = new { httpCode = 404, developerMessage = "no such path", success = false } });
        }
    }
}
