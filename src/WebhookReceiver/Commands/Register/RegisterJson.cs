using System.Text.Json.Serialization;

namespace WebhookReceiver.Commands.Register;

/// <summary>The answers of the <c>register</c> commands as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(Registration))]
[JsonSerializable(typeof(DryRun))]
[JsonSerializable(typeof(RegisteredItems))]
internal sealed partial class RegisterJson : JsonSerializerContext;
