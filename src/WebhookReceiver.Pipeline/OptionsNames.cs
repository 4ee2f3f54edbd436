namespace WebhookReceiver;

/// <summary>Options that hold further options under names of the operator's choice.</summary>
internal static class OptionsNames
{
    /// <summary>The options that stand under names; null when the property holds none.</summary>
    public static Type? NamedIn(Type property) =>
        property.IsGenericType && property.GetGenericTypeDefinition() == typeof(Dictionary<,>) ? property.GetGenericArguments()[1] : null;
}
