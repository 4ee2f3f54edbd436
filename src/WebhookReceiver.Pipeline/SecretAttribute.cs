namespace WebhookReceiver;

/// <summary>Marks a setting whose value is secret. It can also be read from a file, under the same key with <c>File</c> at its end; a list has one value per line there.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SecretAttribute : Attribute;
