using System.Text;

namespace WebhookReceiver.Commands.Register;

/// <summary>A token, password or app secret. It can be sent, but its text is a mask, so that no message, exception or dry run contains it by accident.</summary>
internal sealed class Secret
{
    private const string Mask = "***";

    private readonly string? value;
    private readonly string text;

    public Secret(string value)
        : this(value, Mask)
    {
    }

    private Secret(string? value, string text)
    {
        this.value = value;
        this.text = text;
    }

    /// <summary>Stands for one that a dry run does not need.</summary>
    public static Secret Missing(string key) => new(value: null, $"({key} is not set)");

    public bool IsKnown => value is not null;

    /// <summary>The value of <c>Authorization</c> for a token.</summary>
    public Secret AsBearer() => new(value is null ? null : $"Bearer {value}", $"Bearer {text}");

    /// <summary>The value of <c>Authorization</c> for a password.</summary>
    public Secret AsBasic(string userName) =>
        new(value is null ? null : $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{userName}:{value}"))}", $"Basic {text}");

    /// <summary>The value itself, only for the wire and for comparisons.</summary>
    public string Reveal() => value ?? throw new InvalidOperationException($"Nothing can be sent: {text}.");

    public override string ToString() => text;
}
