namespace WebhookReceiver;

/// <summary>Options that contain further options under names chosen by the operator.</summary>
internal static class OptionsNames
{
    /// <summary>The type of the options under those names; null when the property holds none.</summary>
    public static Type? NamedIn(Type property) =>
        property.IsGenericType && property.GetGenericTypeDefinition() == typeof(Dictionary<,>) ? property.GetGenericArguments()[1] : null;
}
