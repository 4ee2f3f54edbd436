namespace WebhookReceiver.Operators;

/// <summary>A section and the options that it is bound to, which have its keys, its defaults, and the mark of a secret.</summary>
/// <param name="Section">The path of the section.</param>
/// <param name="Options">The options.</param>
internal sealed record SettingsSection(string Section, Type Options);
